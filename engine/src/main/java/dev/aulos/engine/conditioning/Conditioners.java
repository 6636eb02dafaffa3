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
import dev.aulos.models.conditioner.NumberConditioner;
import dev.aulos.models.nn.Probe;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A model's conditioners: they turn a batch's text rows and numbers into its tokens.
public final class Conditioners implements AutoCloseable {
  private final Layout layout;
  private final Map<String, Executable> networks = new LinkedHashMap<>();

  /// How a model's conditioning is put together.
  ///
  /// @param textRows rows of the text
  /// @param width channels of a token
  /// @param numbers by id
  /// @param crossIds what the cross tokens consist of, in order; an id that is no number's is the
  ///   text's
  /// @param globalIds the numbers whose vectors form the global one, in order
  public record Layout(
      int textRows,
      int width,
      Map<String, NumberInput> numbers,
      List<String> crossIds,
      List<String> globalIds) {
    /// Copies the collections.
    public Layout {
      numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
      crossIds = List.copyOf(crossIds);
      globalIds = List.copyOf(globalIds);
    }
  }

  /// The conditioners of a model whose parameters lie under `scope`, `conditioner.conditioners` in
  /// published checkpoints.
  public Conditioners(
      Backend backend, ModelConfig.TextToAudio config, Weights weights, Scope scope) {
    this(backend, layout(config, scope), weights);
  }

  /// Conditioners that are put together so.
  public Conditioners(Backend backend, Layout layout, Weights weights) {
    this.layout = layout;
    layout
        .numbers()
        .forEach((id, number) ->
            networks.put(id, backend.compile(number.network().graph(Probe.NONE), weights)));
  }

  private static Layout layout(ModelConfig.TextToAudio config, Scope scope) {
    int width = config.conditionWidth();
    var numbers = new LinkedHashMap<String, NumberInput>();
    for (var conditioner : config.conditioners()) {
      if (conditioner instanceof Conditioner.Quantity quantity) {
        var network = NumberConditioner.of(scope.at(quantity.id()), quantity, width);
        numbers.put(quantity.id(), new NumberInput(quantity::normalized, network));
      }
    }
    return new Layout(
        config.text().maxTokens(), width, numbers, config.crossIds(), config.globalIds());
  }

  /// The tokens of a batch.
  ///
  /// @param cross (batch, rows, width): the parts in the order of the configuration
  /// @param global (batch, width of the global vector)
  public record Tokens(NdArray cross, NdArray global) {}

  /// Joins the text's rows, (batch, rows, width), and the numbers, one of each per item.
  public Tokens join(NdArray text, Map<String, double[]> numbers, Cancellation cancellation) {
    if (text.rank() != 3 || text.dim(2) != layout.width()) {
      throw new IllegalArgumentException(
          "text rows are "
              + text
              + ", expected (batch, rows, "
              + layout.width()
              + "): the text encoder does not belong to this model");
    }
    var embedded = new LinkedHashMap<String, NdArray>();
    for (var number : networks.entrySet()) {
      var id = number.getKey();
      var inputs = inputs(id, numbers, (int) text.dim(0));
      embedded.put(id, number.getValue().run(inputs, "embedding", cancellation));
    }
    return new Tokens(cross(text, embedded), concat(layout.globalIds(), embedded));
  }

  private Map<String, NdArray> inputs(String id, Map<String, double[]> numbers, int batch) {
    var values = numbers.get(id);
    if (values == null || values.length != batch) {
      throw new IllegalArgumentException(
          "'" + id + "' has no value for each of the " + batch + " items");
    }
    var number = Objects.requireNonNull(layout.numbers().get(id), id);
    var normalized = new float[batch];
    for (int i = 0; i < batch; i++) {
      normalized[i] = number.range().normalized(values[i]);
    }
    return number.network().inputs(normalized);
  }

  /// Rows of the cross tokens.
  public int rows() {
    return rows(layout.textRows());
  }

  private int rows(int textRows) {
    int rows = 0;
    for (var id : layout.crossIds()) {
      rows += layout.numbers().containsKey(id) ? 1 : textRows;
    }
    return rows;
  }

  private NdArray cross(NdArray text, Map<String, NdArray> embedded) {
    int batch = (int) text.dim(0);
    int rows = rows((int) text.dim(1));
    var cross = NdArray.zeros(DType.F32, batch, rows, layout.width());
    var values = cross.floats();
    for (int item = 0; item < batch; item++) {
      for (var id : layout.crossIds()) {
        var part = embedded.getOrDefault(id, text);
        values.put(item(part, item));
      }
    }
    return cross;
  }

  private NdArray concat(List<String> ids, Map<String, NdArray> embedded) {
    int batch = (int) embedded.values().iterator().next().dim(0);
    var all = NdArray.zeros(DType.F32, batch, (long) ids.size() * layout.width());
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
    networks.values().forEach(Executable::close);
  }
}
