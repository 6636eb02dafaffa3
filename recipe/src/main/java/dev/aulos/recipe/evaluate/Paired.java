package dev.aulos.recipe.evaluate;

import java.util.LinkedHashMap;
import java.util.Optional;

/// How two models differ on the same prompts with the same seeds.
///
/// Prompts are compared, not renders, as those of one prompt tend to be right or wrong together.
///
/// @param first prompts whose kind the first has right more often
/// @param second prompts whose kind the second has right more often
record Paired(int first, int second) {
  /// The comparison of two reports; empty if they are not of the same prompts and seeds.
  static Optional<Paired> of(Report a, Report b) {
    if (a.counted().size() != b.counted().size()) {
      return Optional.empty();
    }
    var leads = new LinkedHashMap<String, Integer>(); // of the first, by prompt
    for (int i = 0; i < a.counted().size(); i++) {
      var x = a.counted().get(i);
      var y = b.counted().get(i);
      if (!x.prompt().equals(y.prompt()) || x.seed() != y.seed()) {
        return Optional.empty();
      }
      int lead = (x.isKindRight() ? 1 : 0) - (y.isKindRight() ? 1 : 0);
      leads.merge(x.prompt().text(), lead, Integer::sum);
    }
    int first = (int) leads.values().stream().filter(lead -> lead > 0).count();
    int second = (int) leads.values().stream().filter(lead -> lead < 0).count();
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
