package dev.aulos.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.audio.SpectralLayout;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.weights.WeightViews;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DescriptionLossTest {
  private static final int FRAMES = 3;
  private static final int NUMBERS = FRAMES * SpectralLayout.SIZE;

  private static double loss(float[] target, float[] prediction) {
    var shape = Shape.of(2, 1, NUMBERS);
    var loss = DescriptionLoss.of(Tensor.input("t", shape), Tensor.input("p", shape));
    Weights none = WeightViews.of(Map.of());
    try (var graph = new ReferenceBackend().compile(Graph.of("loss", Map.of("loss", loss)), none)) {
      var inputs =
          Map.of(
              "t", NdArray.of(target, 2, 1, NUMBERS), "p", NdArray.of(prediction, 2, 1, NUMBERS));
      return graph.run(inputs, "loss", Cancellation.none()).floats().get(0);
    }
  }

  @Test
  void isNothingForWhatIsEqualAndCountsLoudLevelsMore() {
    var quiet = new float[2 * NUMBERS];
    java.util.Arrays.fill(quiet, -1.5f);
    assertThat(loss(quiet, quiet)).isZero();
    var wrong = quiet.clone();
    wrong[5] += 1;
    double once = loss(quiet, wrong);
    assertThat(once).isCloseTo(0.3 / SpectralLayout.LEVELS / (2 * FRAMES), within(1e-7));
    var loud = quiet.clone();
    loud[5] = 2;
    var missed = loud.clone();
    missed[5] -= 1;
    assertThat(loss(loud, missed) / once).isCloseTo((2 + 0.5 + 0.3) / 0.3, within(1e-3));
  }

  @Test
  void countsTheOtherNumbersAsTheyAre() {
    var target = new float[2 * NUMBERS];
    var wrong = target.clone();
    wrong[SpectralLayout.LEVELS + 3] = 0.5f;
    double others = SpectralLayout.SIZE - SpectralLayout.LEVELS;
    assertThat(loss(target, wrong)).isCloseTo(0.4 * 0.5 / others / (2 * FRAMES), within(1e-7));
  }
}
