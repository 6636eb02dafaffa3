package dev.aulos.recipe.evaluate;

import dev.aulos.recipe.sound.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// How far renders of one prompt are apart, against those of different prompts.
final class Diversity {
  private static final int MOST = 60; // renders compared across prompts

  private Diversity() {}

  static OptionalDouble of(List<Judgement> judgements, KindClassifier classifier) {
    double within = 0;
    int withins = 0;
    for (int i = 0; i < judgements.size(); i++) {
      for (int j = i + 1; j < judgements.size() && isSamePrompt(judgements, i, j); j++) {
        within += distance(judgements.get(i), judgements.get(j), classifier);
        withins++;
      }
    }
    double between = between(judgements, classifier);
    return withins == 0 || between == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(within / withins / between);
  }

  /// Renders of a prompt follow one another.
  private static boolean isSamePrompt(List<Judgement> judgements, int i, int j) {
    var a = judgements.get(i);
    var b = judgements.get(j);
    return a.prompt().equals(b.prompt()) && a.seed() != b.seed();
  }

  private static double between(List<Judgement> judgements, KindClassifier classifier) {
    var chosen = new ArrayList<Judgement>();
    Prompt last = null;
    int apart = Math.max(1, judgements.size() / MOST);
    for (int i = 0; i < judgements.size(); i += apart) {
      if (!judgements.get(i).prompt().equals(last)) {
        chosen.add(judgements.get(i));
        last = judgements.get(i).prompt();
      }
    }
    double sum = 0;
    for (int i = 0; i < chosen.size(); i++) {
      for (int j = 0; j < i; j++) {
        sum += distance(chosen.get(i), chosen.get(j), classifier);
      }
    }
    return chosen.size() < 2 ? 0 : sum / (0.5 * chosen.size() * (chosen.size() - 1));
  }

  private static double distance(Judgement a, Judgement b, KindClassifier classifier) {
    return classifier.distance(a.heard().features(), b.heard().features());
  }
}
