package dev.aulos.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.graph.NdArray;
import dev.aulos.weights.WeightViews;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdamWTest {
  @Test
  void movesAsThePaperSaysInDoublePrecision() {
    var parameters = parameters(new float[] {0.5f, -1.25f}, 1, 2);
    var gradients = parameters.copy();
    var optimizer = new AdamW(new AdamW.Settings(0.9, 0.99, 1e-8, 0.1), parameters);
    double w = 0.5;
    double m = 0;
    double v = 0;
    for (int step = 1; step <= 10; step++) {
      float g = (float) Math.sin(step);
      gradients.get("w").floats().put(0, g);
      optimizer.step(parameters, gradients, 0.5, 1e-2, step);
      m = 0.9 * m + 0.1 * 0.5 * g;
      v = 0.99 * v + 0.01 * 0.25 * g * g;
      double moved = m / (1 - Math.pow(0.9, step));
      double scale = Math.sqrt(v / (1 - Math.pow(0.99, step))) + 1e-8;
      w = w * (1 - 1e-2 * 0.1) - 1e-2 * moved / scale;
      assertThat((double) parameters.get("w").floats().get(0)).isCloseTo(w, within(1e-6));
    }
  }

  @Test
  void vectorsDoNotDecay() {
    var matrix = parameters(new float[] {1, 1}, 1, 2);
    var vector = parameters(new float[] {1, 1}, 2);
    for (var parameters : new Parameters[] {matrix, vector}) {
      var settings = new AdamW.Settings(0.9, 0.99, 1e-8, 0.5);
      var gradients = parameters.zeros();
      gradients.get("w").floats().put(0, 1);
      new AdamW(settings, parameters).step(parameters, gradients, 1, 0.1, 1);
    }
    assertThat(matrix.get("w").toFloats()[1]).isEqualTo(0.95f);
    assertThat(vector.get("w").toFloats()[1]).isEqualTo(1f);
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AdamW.Settings(1, 0.9, 1e-8, 0))
        .withMessageContaining("expected 0 ≤ β < 1");
  }

  @Test
  void theRateWarmsUpThenDeclines() {
    var rate = new LearningRate(2, 4, new LearningRate.Decline.Cosine(10, 0.1));
    assertThat(rate.at(1)).isEqualTo(0.5);
    assertThat(rate.at(4)).isEqualTo(2);
    assertThat(rate.at(9)).isCloseTo(2 * 0.55, within(1e-12));
    assertThat(rate.at(100)).isCloseTo(0.2, within(1e-12));
    var inverse = new LearningRate(1, 0, new LearningRate.Decline.Inverse(100, 0.5));
    assertThat(inverse.at(300)).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void theAverageForgetsItsStart() {
    var parameters = parameters(new float[] {0}, 1, 1);
    var average = MovingAverage.of(parameters, 0.9);
    parameters.get("w").floats().put(0, 1);
    for (int step = 1; step <= 100; step++) {
      average.add(parameters, step);
    }
    assertThat(average.average().get("w").floats().get(0)).isBetween(0.999f, 1f);
  }

  private static Parameters parameters(float[] values, long... shape) {
    var weights = WeightViews.of(Map.of("w", NdArray.of(values, shape)));
    return Parameters.copy(weights, weights.paths());
  }
}
