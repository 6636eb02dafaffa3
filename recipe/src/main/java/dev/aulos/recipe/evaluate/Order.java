package dev.aulos.recipe.evaluate;

import dev.aulos.recipe.sound.Brightness;
import dev.aulos.recipe.sound.Kind;
import dev.aulos.recipe.sound.Loudness;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/// Comparisons that only make sense among sounds of one kind.
final class Order {
  private Order() {}

  static Share brightness(List<Judgement> all) {
    return pairs(
        all,
        j -> j.prompt().claims().brightness().equals(Optional.of(Brightness.BRIGHT)),
        j -> j.prompt().claims().brightness().equals(Optional.of(Brightness.DARK)),
        j -> j.heard().brightnessHz());
  }

  static Share loudness(List<Judgement> all) {
    return pairs(
        all,
        j -> j.prompt().claims().loudness().equals(Optional.of(Loudness.LOUD)),
        j -> j.prompt().claims().loudness().equals(Optional.of(Loudness.QUIET)),
        j -> j.heard().loudnessDb());
  }

  private static Share pairs(
      List<Judgement> all,
      Predicate<Judgement> isMore,
      Predicate<Judgement> isLess,
      ToDoubleFunction<Judgement> value) {
    var share = Share.NONE;
    for (var kind : Kind.values()) {
      var same = all.stream().filter(j -> j.prompt().claims().kind() == kind).toList();
      for (var more : same.stream().filter(isMore).toList()) {
        for (var less : same.stream().filter(isLess).toList()) {
          share = share.and(Verdict.of(value.applyAsDouble(more) > value.applyAsDouble(less)));
        }
      }
    }
    return share;
  }
}
