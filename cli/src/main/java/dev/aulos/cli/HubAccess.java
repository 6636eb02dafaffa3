package dev.aulos.cli;

import dev.aulos.cli.hub.Hub;
import dev.aulos.engine.RequestException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which hub the user goes to, and with which token.
final class HubAccess {
  private static final String HUB = "https://huggingface.co";
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

  private HubAccess() {}

  /// The user's hub.
  ///
  /// @param token goes before `HF_TOKEN`, which goes before the hub's own program's token
  static Hub open(@Nullable String token) throws IOException {
    return new Hub(base(), token(token));
  }

  private static URI base() {
    var named = Variable.AULOS_HUB.value().orElse(HUB).replaceFirst("/+$", "");
    try {
      var base = new URI(named);
      var scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
      if (base.getHost() != null && scheme.matches("https?")) {
        return base;
      }
    } catch (URISyntaxException e) {
      // told below, as any other that is no address
    }
    throw new RequestException("AULOS_HUB " + named + ": expected an address such as " + HUB);
  }

  private static Optional<String> token(@Nullable String given) throws IOException {
    if (given != null) {
      return Optional.of(valid("--token", given));
    }
    var variable = Variable.HF_TOKEN.value();
    if (variable.isPresent()) {
      return Optional.of(valid("HF_TOKEN", variable.get()));
    }
    var ofUser = Path.of(System.getProperty("user.home"), ".cache", "huggingface");
    var file = Variable.HF_HOME.path().orElse(ofUser).resolve("token");
    if (Files.isReadable(file)) {
      var text = Files.readString(file).strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(valid(file.toString(), text));
    }
    return Optional.empty();
  }

  private static String valid(String where, String token) {
    if (!TOKEN.matcher(token).matches()) {
      throw new RequestException(where + ": expected a token such as hf_…, on one line");
    }
    return token;
  }
}
