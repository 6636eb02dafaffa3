package dev.aulos.engine.conditioning;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Executable;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.t5gemma.T5GemmaConfig;
import dev.aulos.models.t5gemma.T5GemmaEncoder;
import dev.aulos.models.t5gemma.TokenTable;
import java.util.Map;

/// The encoder half of T5Gemma, as Stable Audio 3 has it. The table of token vectors stays where it
/// is stored.
public final class T5GemmaTokenEncoder implements TokenEncoder {
  private final T5GemmaConfig config;
  private final TokenTable table;
  private final Executable executable;

  /// An encoder of texts of at most `maxTokens`.
  ///
  /// @param place where the parameters lie under their published names, `model.encoder` in the
  ///   published file
  /// @throws IllegalArgumentException if a parameter is missing or has another shape
  public T5GemmaTokenEncoder(
      Backend backend, T5GemmaConfig config, Weights weights, Scope place, int maxTokens) {
    var encoder = T5GemmaEncoder.of(place, config);
    this.config = config;
    table = TokenTable.of(encoder, weights);
    executable = backend.compile(encoder.graph(maxTokens, Probe.NONE), weights);
  }

  @Override
  public int width() {
    return config.width();
  }

  @Override
  public Executable network() {
    return executable;
  }

  @Override
  public float[] rows(int[] ids, Cancellation cancellation) {
    return executable.run(Map.of("vectors", table.rows(ids)), "rows", cancellation).toFloats();
  }

  @Override
  public void close() {
    executable.close();
  }
}
