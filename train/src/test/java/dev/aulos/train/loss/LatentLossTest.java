package dev.aulos.train.loss;

import static dev.aulos.train.loss.Compute.floats;
import static dev.aulos.train.loss.Compute.given;
import static dev.aulos.train.loss.Compute.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.models.Objective;
import org.junit.jupiter.api.Test;

class LatentLossTest {
  @Test
  void splitsWhatTheEncoderGivesIntoMeansAndScales() {
    var encoded = normal(1, 2, 6, 5);
    var bottleneck = GaussianBottleneck.of(encoded);
    assertThat(floats(bottleneck.mean())).isEqualTo(floats(encoded.slice(1, 0, 3)));
    assertThat(bottleneck.deviation().shape().fixed()).containsExactly(2, 3, 5);
  }

  @Test
  void costsNothingToBeStandardNormal() {
    var bottleneck =
        new GaussianBottleneck(given(0, 0).reshape(1, 1, 2), given(1, 1).reshape(1, 1, 2));
    assertThat(floats(bottleneck.divergence())[0]).isZero();
  }

  @Test
  void penalisesLatentsByMeanAndVarianceOfChannelsAndFrames() {
    var latents = given(1, 3, 2, 6, 0, 0).reshape(1, 2, 3); // means 2 and 2, variances 1 and 12
    double channels = (4 + 1 - 0 - 1 + 4 + 12 - Math.log(12) - 1) / 2;
    double frames = 0; // columns (1, 6), (3, 0), (2, 0)
    for (var column : new double[][] {{3.5, 12.5}, {1.5, 4.5}, {1, 2}}) {
      frames += (column[0] * column[0] + column[1] - Math.log(column[1]) - 1) / 3;
    }
    assertThat((double) floats(SoftNormPenalty.of(latents))[0])
        .isCloseTo(channels + 0.4 * frames, within(1e-5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SoftNormPenalty.of(given(1, 2).reshape(1, 2, 1)))
        .withMessageContaining("no variance along axis 2");
  }

  @Test
  void isSmallForNormalLatentsAndSurvivesConstantOnes() {
    assertThat(floats(SoftNormPenalty.of(normal(2, 2, 64, 64)))[0]).isLessThan(0.1f);
    assertThat(floats(SoftNormPenalty.of(given(0, 0, 0, 0).reshape(1, 2, 2)))[0]).isFinite();
  }

  @Test
  void weighsWhatIsMadeAndWhatIsKeptAlikeForEveryItem() {
    var data = given(0, 0, 0, 0, 0, 0).reshape(2, 1, 3);
    var example = DiffusionLoss.of(Objective.RECTIFIED_FLOW, data, data, given(0.5f, 0.5f));
    var output = given(1, 2, 3, 4, 5, 6).reshape(2, 1, 3);
    var mask = given(1, 1, 0, 1, 1, 1).reshape(2, 3);
    var keep = given(1, 0, 0, 0, 0, 0).reshape(2, 3);
    double made = (4 + (16 + 25 + 36) / 3.0) / 2;
    double kept = (1 + 0) / 2.0;
    assertThat((double) floats(example.inpaintingLoss(output, mask, keep))[0])
        .isCloseTo(made + kept, within(1e-5));
    assertThat((double) floats(example.loss(output, mask))[0])
        .isCloseTo((1 + 4 + 16 + 25 + 36) / 5.0, within(1e-5));
  }

  @Test
  void treatsADenoiserAsTheFlowItIs() {
    var data = normal(3, 2, 3, 4);
    var noise = normal(4, 2, 3, 4);
    var time = given(0.25f, 0.75f);
    var flow = DiffusionLoss.of(Objective.RECTIFIED_FLOW, data, noise, time);
    var denoiser = DiffusionLoss.of(Objective.RF_DENOISER, data, noise, time);
    assertThat(floats(denoiser.noised())).isEqualTo(floats(flow.noised()));
    assertThat(floats(denoiser.target())).isEqualTo(floats(flow.target()));
  }

  @Test
  void rejectsExamplesThatDoNotMatch() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> DiffusionLoss.of(Objective.V, normal(5, 2, 3, 4), normal(6, 2, 3, 4), given(1)))
        .withMessageContaining("at times [1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WaveformLoss.absolute(given(1, 2), given(1)))
        .withMessageContaining("[2] and [1]");
  }
}
