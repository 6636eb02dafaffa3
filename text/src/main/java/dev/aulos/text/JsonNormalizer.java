package dev.aulos.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The `normalizer` of a `tokenizer.json`.
sealed interface JsonNormalizer {
  /// The most that text may grow; NFKC alone makes it 18 times longer at worst.
  int MAX_GROWTH = 4096;

  /// The text as the later parts take it.
  String apply(String text);

  /// A bound of how many times longer the text may become.
  double growth();

  /// Leaves the text as it is.
  record None() implements JsonNormalizer {
    @Override
    public String apply(String text) {
      return text;
    }

    @Override
    public double growth() {
      return 1;
    }
  }

  /// One after the other.
  record Sequence(List<JsonNormalizer> parts) implements JsonNormalizer {
    public Sequence {
      parts = List.copyOf(parts);
    }

    @Override
    public String apply(String text) {
      var result = text;
      for (var part : parts) {
        result = part.apply(result);
      }
      return result;
    }

    @Override
    public double growth() {
      double growth = 1;
      for (var part : parts) {
        growth *= part.growth();
      }
      return growth;
    }
  }

  /// SentencePiece's character map, by grapheme: one of fewer than 6 bytes is replaced whole by the
  /// rule for the shortest string it begins with; in any other each character has its turn.
  record Precompiled(CharsMap map) implements JsonNormalizer {
    private static final Pattern GRAPHEME = Pattern.compile("\\X");

    @Override
    public String apply(String text) {
      var out = new StringBuilder(text.length());
      var grapheme = GRAPHEME.matcher(text);
      while (grapheme.find()) {
        var utf8 = Utf8.bytes(grapheme.group());
        if (utf8.length >= 6 || !replace(utf8, 0, utf8.length, out)) {
          replaceEach(utf8, out);
        }
      }
      return out.toString();
    }

    @Override
    public double growth() {
      return Math.max(1, map.longestReplacement());
    }

    private void replaceEach(byte[] utf8, StringBuilder out) {
      int length;
      for (int at = 0; at < utf8.length; at += length) {
        length = Utf8.charLength(utf8, at, utf8.length);
        if (!replace(utf8, at, at + length, out)) {
          out.append(new String(utf8, at, length, StandardCharsets.UTF_8));
        }
      }
    }

    private boolean replace(byte[] utf8, int from, int to, StringBuilder out) {
      var rule = map.shortest(utf8, from, to);
      if (rule != null) {
        int length = map.end(rule) - rule.start();
        out.append(new String(map.replacements(), rule.start(), length, StandardCharsets.UTF_8));
      }
      return rule != null;
    }
  }

  /// Every occurrence of a string replaced.
  record Replace(String from, String to) implements JsonNormalizer {
    @Override
    public String apply(String text) {
      return text.replace(from, to);
    }

    @Override
    public double growth() {
      return Math.max(1, to.length() / (double) from.length());
    }
  }

  /// Every run of two spaces or more replaced.
  record ReplaceSpaces(String to) implements JsonNormalizer {
    @Override
    public String apply(String text) {
      var out = new StringBuilder(text.length());
      int end;
      for (int at = 0; at < text.length(); at = end) {
        end = at + 1;
        while (text.charAt(at) == ' ' && end < text.length() && text.charAt(end) == ' ') {
          end++;
        }
        out.append(end - at > 1 ? to : text.substring(at, end));
      }
      return out.toString();
    }

    @Override
    public double growth() {
      return Math.max(1, to.length() / 2.0);
    }
  }

  /// Space at the ends cut off.
  record Strip(boolean left, boolean right) implements JsonNormalizer {
    @Override
    public String apply(String text) {
      int from = 0;
      int to = text.length();
      while (left && from < to && Chars.isSpace(text.charAt(from))) {
        from++;
      }
      while (right && to > from && Chars.isSpace(text.charAt(to - 1))) {
        to--;
      }
      return text.substring(from, to);
    }

    @Override
    public double growth() {
      return 1;
    }
  }

  /// A string put before any text but the empty one.
  record Prepend(String prefix) implements JsonNormalizer {
    @Override
    public String apply(String text) {
      return text.isEmpty() ? text : prefix + text;
    }

    @Override
    public double growth() {
      return 1 + prefix.length();
    }
  }

  /// Capitals made small, by the rules of no particular language.
  record Lowercase() implements JsonNormalizer {
    @Override
    public String apply(String text) {
      return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public double growth() {
      return 1.5; // İ becomes two characters, of three bytes for two
    }
  }

  /// Reads a normalizer; one under which text might swell without measure is refused.
  static JsonNormalizer read(JsonNode node) throws TokenizerFormatException {
    var normalizer = readPart(node);
    if (normalizer.growth() > MAX_GROWTH) {
      throw node.expected("text to grow at most " + MAX_GROWTH + "-fold");
    }
    return normalizer;
  }

  private static JsonNormalizer readPart(JsonNode node) throws TokenizerFormatException {
    var type = node.at("type");
    return switch (type.text()) {
      case "Sequence" -> sequence(node.at("normalizers"));
      case "Precompiled" -> precompiled(node.at("precompiled_charsmap"));
      case "Replace" -> replace(node.at("pattern"), node.at("content").text());
      case "Strip" -> new Strip(node.bool("strip_left", true), node.bool("strip_right", true));
      case "Prepend" -> new Prepend(node.at("prepend").text());
      case "Lowercase" -> new Lowercase();
      default ->
          throw type.unsupported("Sequence, Precompiled, Replace, Strip, Prepend, Lowercase");
    };
  }

  private static JsonNormalizer sequence(JsonNode parts) throws TokenizerFormatException {
    var normalizers = new ArrayList<JsonNormalizer>();
    for (var part : parts.items()) {
      normalizers.add(readPart(part));
    }
    return new Sequence(normalizers);
  }

  private static JsonNormalizer precompiled(JsonNode map) throws TokenizerFormatException {
    byte[] blob;
    try {
      blob = Base64.getDecoder().decode(map.text());
    } catch (IllegalArgumentException e) {
      throw map.expected("Base64 (" + e.getMessage() + ")");
    }
    return blob.length == 0
        ? new None()
        : new Precompiled(CharsMap.read(blob, map.file(), map.path()));
  }

  private static JsonNormalizer replace(JsonNode pattern, String content)
      throws TokenizerFormatException {
    var regex = pattern.find("Regex");
    if (regex.isPresent()) {
      if (!regex.get().text().equals(" {2,}")) {
        throw regex.get().unsupported("\" {2,}\", or a String pattern");
      }
      return new ReplaceSpaces(content);
    }
    var string = pattern.at("String");
    if (string.text().isEmpty()) {
      throw string.expected("a string that is not empty");
    }
    return new Replace(string.text(), content);
  }
}
