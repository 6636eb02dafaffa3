package dev.aulos.train.arc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.graph.NdArray;
import dev.aulos.graph.Tensor;
import dev.aulos.train.loss.AdversarialLoss;
import dev.aulos.train.loss.Compute;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScoresTest {
  private static final Tensor REAL = scores(1, -2, 0.5f, 3);
  private static final Tensor FAKE = scores(0, 4, -1, 2);
  private static final Tensor ROLLED = scores(2, 2, -3, 1);

  private static Tensor scores(float... values) {
    return Tensor.constant(NdArray.of(values, 2, 1, 2));
  }

  private static Scores weighted(float... weights) {
    return new Scores(REAL, FAKE, Optional.of(ROLLED), scores(weights));
  }

  private static double number(Tensor loss) {
    return Compute.floats(loss)[0];
  }

  @Test
  void areRankedAsTheRelativisticLossDoesWhereNothingIsPadding() {
    var scores = weighted(1, 1, 1, 1);
    var loss = AdversarialLoss.RELATIVISTIC;
    assertThat(number(scores.generator()))
        .isCloseTo(number(loss.generator(REAL, FAKE)), within(1e-6));
    assertThat(number(scores.discriminator()))
        .isCloseTo(number(loss.discriminator(REAL, FAKE)), within(1e-6));
    assertThat(number(scores.contrastive().orElseThrow()))
        .isCloseTo(number(AdversarialLoss.contrastive(ROLLED, REAL)), within(1e-6));
  }

  @Test
  void doNotCountWhereAllIsPadding() {
    assertThat(number(weighted(1, 0, 0, 0).discriminator()))
        .isCloseTo(Math.log1p(Math.exp(-1)), within(1e-6));
  }

  @Test
  void countByTheirWeights() {
    double expected = (Math.log1p(Math.exp(-1)) + 0.5 * Math.log1p(Math.exp(6))) / 1.5;
    assertThat(number(weighted(1, 0.5f, 0, 0).discriminator())).isCloseTo(expected, within(1e-6));
  }
}
