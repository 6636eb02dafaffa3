package dev.aulos.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.recipe.sound.Claims;
import dev.aulos.recipe.sound.Kind;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttributeTest {
  private static Claims claims(OptionalDouble bpm, OptionalDouble pitchHz) {
    var claims = Claims.of(Kind.BELL, 2);
    if (bpm.isPresent()) {
      claims = claims.withBpm(bpm.getAsDouble());
    }
    return pitchHz.isPresent() ? claims.withPitchHz(pitchHz.getAsDouble()) : claims;
  }

  @ParameterizedTest
  @EnumSource(Attribute.class)
  void truthsAreShares(Attribute attribute) {
    for (double bpm : new double[] {56, 100, 181}) {
      var said = claims(OptionalDouble.of(bpm), OptionalDouble.of(bpm * 4));
      double sum = 0;
      for (float share : attribute.truth(said)) {
        sum += share;
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
    }
  }

  @Test
  void notesShareTheirTruthWithTheirNeighbours() {
    var truth = Attribute.NOTE.truth(claims(OptionalDouble.empty(), OptionalDouble.of(440)));
    for (int away = 1; away < 4; away++) {
      assertThat(truth[69 + away]).isEqualTo(truth[69 - away]).isLessThan(truth[69 + away - 1]);
    }
    assertThat(truth[70]).isGreaterThan(0.2f);
    assertThat(truth[truth.length - 1]).isZero();
  }

  @Test
  void whatIsNotSaidIsCertain() {
    var nothing = claims(OptionalDouble.empty(), OptionalDouble.empty());
    for (var attribute : Attribute.values()) {
      int certain = attribute == Attribute.KIND ? Kind.BELL.ordinal() : attribute.classes() - 1;
      assertThat(attribute.truth(nothing)[certain]).isOne();
    }
  }
}
