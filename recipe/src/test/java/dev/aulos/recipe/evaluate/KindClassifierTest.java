package dev.aulos.recipe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.recipe.evaluate.KindFitting.Labelled;
import dev.aulos.recipe.sound.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KindClassifierTest {
  /// Three kinds on two features that no straight line parts, and a feature that says nothing.
  private static List<Labelled> rings(long seed, int count) {
    var random = new Random(seed);
    var kinds = new Kind[] {Kind.TONE, Kind.RAIN, Kind.IMPACT};
    var sounds = new ArrayList<Labelled>();
    for (int i = 0; i < count; i++) {
      double radius = 1 + 2 * (i % 3) + 0.2 * random.nextGaussian();
      double angle = 2 * Math.PI * random.nextDouble();
      float x = (float) (100 + radius * Math.cos(angle));
      float y = (float) (radius * Math.sin(angle));
      sounds.add(new Labelled(Features.of(x, y, 3, random.nextFloat()), kinds[i % 3]));
    }
    return sounds;
  }

  private static KindClassifier fitted() {
    return new KindFitting(24, 60, 1e-2f, 1e-3f, 0.05f).fit(rings(1, 600), 5);
  }

  private static double right(KindClassifier classifier, List<Labelled> sounds) {
    long right = sounds.stream().filter(s -> classifier.tell(s.features()) == s.kind()).count();
    return right / (double) sounds.size();
  }

  @Test
  void learnsToTellKindsOfNewSounds() {
    assertThat(right(fitted(), rings(2, 600))).isGreaterThan(0.95);
  }

  @Test
  void givesChancesThatSumToOne() {
    float sum = 0;
    for (float chance : fitted().chances(Features.of(100, 0, 3, 1))) {
      sum += chance;
    }
    assertThat(sum).isCloseTo(1, within(1e-5f));
  }

  @Test
  void isReadAsWritten() throws IOException {
    var fitted = fitted();
    var bytes = new ByteArrayOutputStream();
    fitted.write(bytes);
    var read = KindClassifier.read(new ByteArrayInputStream(bytes.toByteArray()));

    for (var sound : rings(3, 100)) {
      assertThat(read.chances(sound.features()))
          .containsExactly(fitted.chances(sound.features()), within(0.02f));
    }
  }

  @Test
  void measuresDistanceInStandardDeviations() {
    var classifier = fitted();
    var here = Features.of(100, 0, 3, 0);

    assertThat(classifier.distance(here, here)).isZero();
    assertThat(classifier.distance(here, Features.of(101, 0, 3, 0)))
        .isLessThan(classifier.distance(here, Features.of(103, 0, 3, 0)));
  }

  @Test
  void refusesFeaturesItDoesNotKnow() {
    assertThatThrownBy(() -> fitted().tell(Features.of(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 features, expected 4; fit the classifier anew");
  }
}
