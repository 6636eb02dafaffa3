package dev.aulos.recipe.sound;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// The prompts kept for measuring.
final class HeldOut {
  private static final int A_KIND = 10;
  private static final long FIRST_SEED = 0x4E4F5445535ADEL;

  static final List<Prompt> PROMPTS = prompts();

  private HeldOut() {}

  private static List<Prompt> prompts() {
    var all = new ArrayList<Prompt>();
    var seen = new HashSet<String>();
    for (var kind : Kind.values()) {
      int wanted = A_KIND;
      for (long seed = FIRST_SEED; wanted > 0 && seed < FIRST_SEED + 4000; seed++) {
        var plan = withOddLength(Plan.draw(seed, kind, 0));
        var prompt = Captions.complete(plan);
        if (plan.isHeldOut() && seen.add(prompt.text())) {
          all.add(prompt);
          wanted--;
        }
      }
    }
    all.addAll(FreeSentences.PROMPTS);
    return List.copyOf(all);
  }

  /// With a length that no number of whole bars has.
  private static Plan withOddLength(Plan plan) {
    return plan.withSamples(Channel.samples(Math.round(10 * plan.seconds()) / 10.0 + 0.03));
  }
}
