package dev.aulos.engine.conditioning;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.Executable;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.Conditioner;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.conditioner.NumberEmbedding;
import dev.aulos.models.nn.Probe;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A model's conditioners: they turn a batch's text rows and numbers into its tokens.
public final class Conditioners implements AutoCloseable {
  private final ModelConfig.TextToAudio config;
  private final Map<String, Executable> quantities = new LinkedHashMap<>();

  /// The conditioners of a model whose parameters lie under `scope`, `conditioner.conditioners` in
  /// published checkpoints.
  public Conditioners(
      Backend backend, ModelConfig.TextToAudio config, Weights weights, Scope scope) {
    this.config = config;
    for (var conditioner : config.conditioners()) {
      if (conditioner instanceof Conditioner.Quantity quantity) {
        var embedding = NumberEmbedding.of(scope.at(quantity.id()), config.conditionWidth());
        quantities.put(quantity.id(), backend.compile(embedding.graph(Probe.NONE), weights));
      }
    }
  }

  /// The tokens of a batch.
  ///
  /// @param cross (batch, rows, width): the parts in the order of the configuration
  /// @param global (batch, width of the global vector)
  public record Tokens(NdArray cross, NdArray global) {}

  /// Joins the text's rows, (batch, rows, width), and the numbers, one of each per item.
  public Tokens join(NdArray text, Map<String, double[]> numbers, Cancellation cancellation) {
    if (text.rank() != 3 || text.dim(2) != config.conditionWidth()) {
      throw new IllegalArgumentException(
          "text rows are "
              + text
              + ", expected (batch, rows, "
              + config.conditionWidth()
              + "): the text encoder does not belong to this model");
    }
    var embedded = new LinkedHashMap<String, NdArray>();
    for (var quantity : quantities.entrySet()) {
      var id = quantity.getKey();
      var values = normalized(id, numbers, (int) text.dim(0));
      embedded.put(id, quantity.getValue().run(Map.of("x", values), "embedding", cancellation));
    }
    return new Tokens(cross(text, embedded), concat(config.globalIds(), embedded));
  }

  private NdArray normalized(String id, Map<String, double[]> numbers, int batch) {
    var values = numbers.get(id);
    if (values == null || values.length != batch) {
      throw new IllegalArgumentException(
          "'" + id + "' has no value for each of the " + batch + " items");
    }
    var quantity = (Conditioner.Quantity) config.conditioner(id);
    var normalized = new float[batch];
    for (int i = 0; i < batch; i++) {
      normalized[i] = quantity.normalized(values[i]);
    }
    return NdArray.of(normalized, batch);
  }

  /// Rows of the cross tokens.
  public int rows() {
    return rows(config.text().maxTokens());
  }

  private int rows(int textRows) {
    int rows = 0;
    for (var id : config.crossIds()) {
      rows += config.conditioner(id) instanceof Conditioner.Text ? textRows : 1;
    }
    return rows;
  }

  private NdArray cross(NdArray text, Map<String, NdArray> embedded) {
    int batch = (int) text.dim(0);
    int rows = rows((int) text.dim(1));
    var cross = NdArray.zeros(DType.F32, batch, rows, config.conditionWidth());
    var values = cross.floats();
    for (int item = 0; item < batch; item++) {
      for (var id : config.crossIds()) {
        var part = embedded.getOrDefault(id, text);
        values.put(item(part, item));
      }
    }
    return cross;
  }

  private NdArray concat(List<String> ids, Map<String, NdArray> embedded) {
    int batch = (int) embedded.values().iterator().next().dim(0);
    var all = NdArray.zeros(DType.F32, batch, (long) ids.size() * config.conditionWidth());
    var values = all.floats();
    for (int item = 0; item < batch; item++) {
      for (var id : ids) {
        values.put(item(Objects.requireNonNull(embedded.get(id), id), item));
      }
    }
    return all;
  }

  private static FloatBuffer item(NdArray array, int item) {
    int size = array.size() / (int) array.dim(0);
    return array.floats(item * size, (item + 1) * size);
  }

  @Override
  public void close() {
    quantities.values().forEach(Executable::close);
  }
}
