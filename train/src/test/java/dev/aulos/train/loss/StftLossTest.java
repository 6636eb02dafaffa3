package dev.aulos.train.loss;

import static dev.aulos.train.loss.Compute.floats;
import static dev.aulos.train.loss.Compute.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.graph.Gradients;
import dev.aulos.graph.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class StftLossTest {
  private static final StftLoss LOSS = StftLoss.of(StftResolution.all(64, 32, 16));

  @Test
  void isNothingBetweenEqualSoundsAndHasAGradientThere() {
    var sound = normal(1, 2, 2, 300);
    var loss = LOSS.stereo(sound, sound.add(0)).total();
    assertThat(floats(loss)[0]).isLessThan(1e-6f);
    var prediction = sound.add(0);
    var total = LOSS.stereo(sound, prediction).total();
    var gradient = Gradients.of(total, List.of(prediction)).get(prediction);
    for (float g : floats(gradient)) {
      assertThat(g).isFinite();
    }
  }

  @Test
  void knowsThatHalfTheLoudnessIsHalfMissing() {
    var sound = normal(2, 1, 1, 300);
    var terms = LOSS.channels(sound.mul(2), sound);
    for (var distance : terms.distances()) {
      assertThat(floats(distance.convergence())[0]).isCloseTo(1, within(1e-5f));
      assertThat(floats(distance.logMagnitude())[0]).isCloseTo((float) Math.log(2), within(1e-5f));
    }
    assertThat(floats(terms.loss())[0]).isCloseTo(1 + (float) Math.log(2), within(1e-5f));
  }

  @Test
  void averagesOverTheResolutionsChosen() {
    var x = normal(3, 1, 2, 200);
    var y = normal(4, 1, 2, 200);
    float whole = floats(LOSS.sumDifference(x, y))[0];
    float first = floats(LOSS.only(0).sumDifference(x, y))[0];
    float rest = floats(LOSS.only(1, 2).sumDifference(x, y))[0];
    assertThat(whole).isCloseTo((first + 2 * rest) / 3, within(1e-5f));
  }

  @Test
  void doesNotHearWhatLiesAboveTheHighestFrequency() {
    var x = new float[400];
    var y = new float[400];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) Math.sin(2 * Math.PI * 4 * i / 64);
      y[i] = x[i] + (float) Math.sin(2 * Math.PI * 28 * i / 64);
    }
    var loss = LOSS.only(0);
    var target = Compute.given(x).reshape(1, 1, 400);
    var prediction = Compute.given(y).reshape(1, 1, 400);
    float all = floats(loss.channels(target, prediction).distances().get(0).convergence())[0];
    var low = loss.upTo(6.0 / 64, 1).channels(target, prediction);
    assertThat(all).isGreaterThan(0.5f);
    assertThat(floats(low.distances().get(0).convergence())[0]).isLessThan(0.05f);
  }

  @Test
  void rejectsSoundsThatDoNotMatch() {
    Tensor stereo = normal(5, 1, 2, 100);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LOSS.channels(stereo, normal(6, 1, 2, 99)))
        .withMessageContaining("[1, 2, 100] and [1, 2, 99]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LOSS.stereo(normal(7, 1, 1, 100), normal(8, 1, 1, 100)))
        .withMessageContaining("expected (batch, 2, samples)");
    assertThatIllegalArgumentException().isThrownBy(() -> StftLoss.of(List.of()));
  }
}
