# Sourced by ./aulos and ./mvnw: sets JAVA_HOME to a JDK of at least $1, or explains how to get one.

aulos_java_major() { # the major version of the JDK in folder $1, or nothing
  [ -x "$1/bin/java" ] || return 1
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" | head -n 1
  else
    "$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1
  fi
}

aulos_find_jdk() {
  want=$1
  best='' best_major=0
  path_java=$(command -v java 2>/dev/null || true)
  path_home=''
  if [ -n "$path_java" ]; then
    path_java=$(readlink -f "$path_java" 2>/dev/null || echo "$path_java")
    path_home=${path_java%/bin/java}
  fi
  mac_home=$(/usr/libexec/java_home -v "$want+" 2>/dev/null || true)
  for home in "${AULOS_JAVA_HOME:-}" "${JAVA_HOME:-}" "$path_home" "$mac_home" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ -n "$home" ] && [ -x "$home/bin/javac" ] || continue
    major=$(aulos_java_major "$home") || continue
    [ -n "$major" ] && [ "$major" -ge "$want" ] || continue
    case "$home" in
      "${AULOS_JAVA_HOME:-/}" | "${JAVA_HOME:-/}") best=$home; break ;; # the user's own choice wins
    esac
    if [ "$major" -gt "$best_major" ]; then
      best=$home best_major=$major
    fi
  done
  if [ -z "$best" ]; then
    echo "aulos: needs a JDK $want or newer, found none." >&2
    echo "  Install one (Debian/Ubuntu: apt install openjdk-$want-jdk; macOS: brew install openjdk;" >&2
    echo "  Windows, others: https://adoptium.net) or point JAVA_HOME at one you have." >&2
    return 1
  fi
  JAVA_HOME=$best
  export JAVA_HOME
}
