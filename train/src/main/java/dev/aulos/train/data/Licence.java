package dev.aulos.train.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// A licence as people write it, made to match patterns: SPDX identifiers, names with spaces, and
/// addresses of Creative Commons licences.
///
/// `A OR B` holds if either does, `A AND B` if both do; AND binds closer, parentheses group.
final class Licence {
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:https?://)?(?:www\\.)?creativecommons\\.org/(licenses|publicdomain)/([a-z-]+)"
              + "(?:/([0-9.]+))?.*",
          Pattern.CASE_INSENSITIVE);

  private Licence() {}

  /// Whether an expression holds where each licence in it is judged by `holds`, given its usual
  /// form.
  static boolean holds(String expression, Predicate<String> holds) {
    var text = unwrapped(expression.strip());
    var either = split(text, " OR ");
    if (either.size() > 1) {
      return either.stream().anyMatch(part -> holds(part, holds));
    }
    var both = split(text, " AND ");
    if (both.size() > 1) {
      return both.stream().allMatch(part -> holds(part, holds));
    }
    return holds.test(usual(text));
  }

  /// The parts between separators that no parentheses enclose.
  private static List<String> split(String text, String separator) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      if (depth == 0 && text.startsWith(separator, i)) {
        parts.add(text.substring(start, i));
        start = i + separator.length();
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  /// The text without parentheses around the whole of it.
  private static String unwrapped(String text) {
    if (!text.startsWith("(") || !text.endsWith(")")) {
      return text;
    }
    int depth = 0;
    for (int i = 0; i < text.length() - 1; i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return text;
      }
    }
    return unwrapped(text.substring(1, text.length() - 1).strip());
  }

  /// In capitals, with `-` for spaces and underscores, and `CC-BY-4.0` for its address.
  static String usual(String licence) {
    var address = ADDRESS.matcher(licence.strip());
    if (address.matches()) {
      var version = address.group(3) == null ? "" : "-" + address.group(3);
      var name = address.group(2).toUpperCase(Locale.ROOT);
      return switch (name) {
        case "ZERO" -> "CC0" + version;
        case "MARK" -> "CC-PDM" + version;
        default -> "CC-" + name + version;
      };
    }
    return licence.strip().toUpperCase(Locale.ROOT).replaceAll("[\\s_]+", "-");
  }

  /// Whether a licence in its usual form is what a pattern says: `*` stands for any text, `?` for
  /// one letter; case, spaces and underscores count as in the usual form.
  static boolean matches(String usual, String pattern) {
    var regex = new StringBuilder();
    for (char c : usual(pattern).toCharArray()) {
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return usual.matches(regex.toString());
  }
}
