package dev.aulos.weights;

import java.util.Collection;
import java.util.Optional;

/// The name among many that a misspelt one most likely means.
final class NearestName {
  private NearestName() {}

  /// `"; did you mean '…'?"`, or nothing if no name is near.
  static String hint(String name, Collection<String> names) {
    return among(name, names).map(n -> "; did you mean '" + n + "'?").orElse("");
  }

  /// The name at the least edit distance, if that is at most a third of the wanted name's length.
  static Optional<String> among(String wanted, Collection<String> names) {
    int best = wanted.length() / 3 + 1;
    Optional<String> nearest = Optional.empty();
    for (var name : names) {
      int distance = distance(wanted, name, best);
      if (distance < best) {
        best = distance;
        nearest = Optional.of(name);
      }
    }
    return nearest;
  }

  /// The Levenshtein distance, or `limit` if it is not below it.
  static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit) {
      return limit;
    }
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      if (nextRow(row, a.charAt(i - 1), b) >= limit) {
        return limit;
      }
    }
    return Math.min(limit, row[b.length()]);
  }

  private static int nextRow(int[] row, char c, String b) {
    int diagonal = row[0];
    int least = ++row[0];
    for (int j = 1; j < row.length; j++) {
      int replaced = diagonal + (c == b.charAt(j - 1) ? 0 : 1);
      diagonal = row[j];
      row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      least = Math.min(least, row[j]);
    }
    return least;
  }
}
