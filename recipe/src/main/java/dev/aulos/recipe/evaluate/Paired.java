package dev.aulos.recipe.evaluate;

import java.util.Optional;

/// How two models differ on the same prompts with the same seeds.
///
/// @param first prompts whose kind the first alone has right
/// @param second prompts whose kind the second alone has right
record Paired(int first, int second) {
  /// The comparison of two reports; empty if they are not of the same prompts and seeds.
  static Optional<Paired> of(Report a, Report b) {
    if (a.counted().size() != b.counted().size()) {
      return Optional.empty();
    }
    int first = 0;
    int second = 0;
    for (int i = 0; i < a.counted().size(); i++) {
      var x = a.counted().get(i);
      var y = b.counted().get(i);
      if (!x.prompt().equals(y.prompt()) || x.seed() != y.seed()) {
        return Optional.empty();
      }
      first += x.isKindRight() && !y.isKindRight() ? 1 : 0;
      second += y.isKindRight() && !x.isKindRight() ? 1 : 0;
    }
    return Optional.of(new Paired(first, second));
  }

  /// How likely two equally good models are to differ so much or more (two-sided sign test).
  double chance() {
    int n = first + second;
    double term = Math.pow(0.5, n); // of 0 among n
    double sum = 0;
    for (int i = 0; i <= Math.min(first, second); i++) {
      sum += term;
      term *= (double) (n - i) / (i + 1);
    }
    return Math.min(1, 2 * sum);
  }
}
