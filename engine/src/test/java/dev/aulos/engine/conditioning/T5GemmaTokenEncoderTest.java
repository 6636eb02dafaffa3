package dev.aulos.engine.conditioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Scope;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.t5gemma.T5GemmaConfig;
import dev.aulos.models.t5gemma.T5GemmaEncoder;
import dev.aulos.onnx.OrtBackend;
import dev.aulos.testkit.ArrayWeights;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class T5GemmaTokenEncoderTest {
  private static final int[] TOKENS = {3, 1, 4, 1, 5, 9, 2, 6, 11};

  /// Two layers, the first of which sees no farther than 3 tokens.
  private static T5GemmaConfig config(int heads, int keyHeads, boolean capped) {
    Optional<Float> cap = capped ? Optional.of(2f) : Optional.empty();
    return new T5GemmaConfig(
        12, 20, 6, 24, heads, keyHeads, 5, 10_000, 3, List.of(true, false), cap, 1e-6f);
  }

  @ParameterizedTest
  @CsvSource({"4, 4, true", "4, 4, false", "4, 2, true", "4, 2, false", "3, 1, true"})
  void computesTheSameOnEveryBackend(int heads, int keyHeads, boolean capped) {
    var config = config(heads, keyHeads, capped);
    var expected = rows(config, new ReferenceBackend());
    assertThat(expected).hasSize(TOKENS.length * config.width());
    assertThat(rows(config, new OrtBackend())).containsExactly(expected, within(2e-5f));
  }

  private static float[] rows(T5GemmaConfig config, Backend backend) {
    var graph = T5GemmaEncoder.of(Scope.root(), config).graph(TOKENS.length, Probe.NONE);
    var arrays = new HashMap<>(ArrayWeights.random(graph, 3).arrays());
    var table = new float[config.vocabulary() * config.width()];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) Math.sin(i * i);
    }
    arrays.put("embed_tokens.weight", NdArray.of(table, config.vocabulary(), config.width()));
    var weights = new ArrayWeights(arrays);
    try (var encoder =
        new T5GemmaTokenEncoder(backend, config, weights, Scope.root(), TOKENS.length)) {
      return encoder.rows(TOKENS, Cancellation.none());
    }
  }
}
