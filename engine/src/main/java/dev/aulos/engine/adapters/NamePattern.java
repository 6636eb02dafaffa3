package dev.aulos.engine.adapters;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/// A part of a module's name, in which `[a-b]` stands for each number from a to b, rising or
/// falling.
///
/// `layers.[0-1]` is in every name that has `layers.0` or `layers.1` in it, so also `layers.12`, as
/// the reference has it. `layers[0-1]`, which the reference documents but which is in no name, is
/// taken for the layers of exactly these numbers.
final class NamePattern {
  private static final Pattern RANGE = Pattern.compile("\\[([0-9]{1,6})-([0-9]{1,6})\\]");
  private static final int MOST = 10_000;

  private final String text;
  private final Pattern pattern;

  private NamePattern(String text, Pattern pattern) {
    this.text = text;
    this.pattern = pattern;
  }

  /// The pattern that a text is.
  ///
  /// @throws IllegalArgumentException if a range has more than 10,000 numbers
  static NamePattern of(String text) {
    var regex = new StringBuilder();
    var ranges = RANGE.matcher(text);
    int end = 0;
    while (ranges.find()) {
      var before = text.substring(end, ranges.start());
      regex.append(Pattern.quote(before));
      boolean bare = !before.isEmpty() && Character.isLetter(before.charAt(before.length() - 1));
      var numbers = numbers(ranges.group(1), ranges.group(2));
      regex.append(bare ? "\\." : "").append(numbers).append(bare ? "(?![0-9])" : "");
      end = ranges.end();
    }
    regex.append(Pattern.quote(text.substring(end)));
    return new NamePattern(text, Pattern.compile(regex.toString()));
  }

  /// The patterns of a list between commas; blanks around them and empty ones do not count.
  static List<NamePattern> list(String text) {
    var patterns = new ArrayList<NamePattern>();
    for (var part : text.split(",")) {
      if (!part.strip().isEmpty()) {
        patterns.add(of(part.strip()));
      }
    }
    return List.copyOf(patterns);
  }

  private static String numbers(String from, String to) {
    int first = Integer.parseInt(from);
    int last = Integer.parseInt(to);
    if (Math.abs(last - first) >= MOST) {
      throw new IllegalArgumentException(
          "[" + from + "-" + to + "]: expected at most " + MOST + " numbers");
    }
    var all = new StringJoiner("|", "(?:", ")");
    for (int n = Math.min(first, last); n <= Math.max(first, last); n++) {
      all.add(Integer.toString(n));
    }
    return all.toString();
  }

  /// Whether it is in a name.
  boolean isIn(String name) {
    return pattern.matcher(name).find();
  }

  /// Whether any of several is in a name.
  static boolean anyIn(String name, List<NamePattern> patterns) {
    return patterns.stream().anyMatch(p -> p.isIn(name));
  }

  @Override
  public String toString() {
    return text;
  }
}
