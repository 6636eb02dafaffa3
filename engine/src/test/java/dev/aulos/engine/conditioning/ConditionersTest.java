package dev.aulos.engine.conditioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Scope;
import dev.aulos.models.conditioner.ExpoEmbedding;
import dev.aulos.models.conditioner.ExpoFourier;
import dev.aulos.weights.WeightViews;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionersTest {
  /// One frequency of a quarter turn a unit: the number 1 has the features (0, 1), 0 has (1, 0).
  private static final ExpoFourier QUARTER = ExpoFourier.withFrequencies(0.25f);

  private static Conditioners conditioners() {
    var network = ExpoEmbedding.of(Scope.root().at("seconds"), 2, QUARTER);
    var weights =
        WeightViews.of(
            Map.of(
                "seconds.embedder.embedding.1.weight", NdArray.of(new float[] {0, 2, 4, 0}, 2, 2),
                "seconds.embedder.embedding.1.bias", NdArray.of(new float[] {10, 20}, 2)));
    var number = new NumberInput(value -> (float) value, network);
    var layout =
        new Conditioners.Layout(
            2, 2, Map.of("seconds", number), List.of("prompt", "seconds"), List.of("seconds"));
    return new Conditioners(new ReferenceBackend(), layout, weights);
  }

  @Test
  void putsTheNumberAfterTheText() {
    try (var conditioners = conditioners()) {
      var text = NdArray.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2);
      var seconds = Map.of("seconds", new double[] {0, 1});
      var tokens = conditioners.join(text, seconds, Cancellation.none());
      assertThat(conditioners.rows()).isEqualTo(3);
      assertThat(tokens.cross().shape()).containsExactly(2, 3, 2);
      assertThat(rounded(tokens.cross())).containsExactly(1, 2, 3, 4, 10, 24, 5, 6, 7, 8, 12, 20);
      assertThat(tokens.global().shape()).containsExactly(2, 2);
      assertThat(rounded(tokens.global())).containsExactly(10, 24, 12, 20);
    }
  }

  private static float[] rounded(NdArray array) {
    var values = array.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.round(values[i] * 1e4f) / 1e4f;
    }
    return values;
  }

  @Test
  void rejectsItemsWithoutANumber() {
    try (var conditioners = conditioners()) {
      var text = NdArray.of(new float[8], 2, 2, 2);
      var one = Map.of("seconds", new double[] {0});
      assertThatIllegalArgumentException()
          .isThrownBy(() -> conditioners.join(text, one, Cancellation.none()))
          .withMessage("'seconds' has no value for each of the 2 items");
    }
  }

  @Test
  void rejectsRowsOfAnotherEncoder() {
    try (var conditioners = conditioners()) {
      var text = NdArray.of(new float[9], 1, 3, 3);
      var one = Map.of("seconds", new double[] {0});
      assertThatIllegalArgumentException()
          .isThrownBy(() -> conditioners.join(text, one, Cancellation.none()))
          .withMessageContaining("expected (batch, rows, 2)");
    }
  }
}
