package dev.aulos.train.loss;

import static dev.aulos.train.loss.AdversarialLoss.HINGE;
import static dev.aulos.train.loss.AdversarialLoss.LEAST_SQUARES;
import static dev.aulos.train.loss.AdversarialLoss.RELATIVISTIC;
import static dev.aulos.train.loss.Compute.floats;
import static dev.aulos.train.loss.Compute.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.graph.Tensor;
import org.junit.jupiter.api.Test;

class AdversarialLossTest {
  private static final Tensor REAL = given(2, 0.5f);
  private static final Tensor FAKE = given(-2, 0.5f);

  @Test
  void stopsCaringBeyondTheHinge() {
    assertThat(value(HINGE.discriminator(REAL, FAKE))).isEqualTo((0 + 0.5) / 2 + (0 + 1.5) / 2);
    assertThat(value(HINGE.generator(REAL, FAKE))).isEqualTo(0.75);
  }

  @Test
  void squaresTheDistanceFromOneAndNought() {
    assertThat(value(LEAST_SQUARES.discriminator(REAL, FAKE)))
        .isEqualTo((1 + 0.25) / 2 + (4 + 0.25) / 2);
    assertThat(value(LEAST_SQUARES.generator(REAL, FAKE))).isEqualTo((9 + 0.25) / 2);
  }

  @Test
  void comparesPairsAndIsMirroredBetweenTheTwo() {
    double expected = (Math.log1p(Math.exp(-4)) + Math.log(2)) / 2;
    assertThat(value(RELATIVISTIC.discriminator(REAL, FAKE))).isCloseTo(expected, within(1e-6));
    assertThat(value(RELATIVISTIC.generator(FAKE, REAL))).isCloseTo(expected, within(1e-6));
  }

  private static double value(Tensor loss) {
    return floats(loss)[0];
  }
}
