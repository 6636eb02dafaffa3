package dev.aulos.engine.adapters;

import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import dev.aulos.weights.WeightFormatException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An adapter and the weights of the model it is for: every module found, every factor of the right
/// shape.
public final class FittedAdapter {
  private static final List<String> PLACES = List.of("model.", "conditioner.", "");

  private final Adapter adapter;
  private final Weights base;
  private final Map<String, LayerAdapter> layers = new LinkedHashMap<>();

  private FittedAdapter(Adapter adapter, Weights base) {
    this.adapter = adapter;
    this.base = base;
  }

  /// Fits an adapter to a model's untouched weights. A module is looked for under `model.`, under
  /// `conditioner.` and as it is.
  ///
  /// @throws WeightFormatException naming the first module that the model does not have, or the
  ///   first factor of another shape, or if the adapter changes nothing
  public static FittedAdapter of(Adapter adapter, Weights base) throws WeightFormatException {
    var fitted = new FittedAdapter(adapter, base);
    for (var module : adapter.modules().entrySet()) {
      if (adapter.config().covers(module.getKey())) {
        fitted.add(module.getKey(), module.getValue());
      }
    }
    if (fitted.layers.isEmpty()) {
      throw new WeightFormatException(adapter + ": adapts no module");
    }
    return fitted;
  }

  private void add(String module, Map<Factor, String> factors) throws WeightFormatException {
    var path = path(module);
    var shape = base.shape(path);
    if (shape.length < 2 || Arrays.stream(shape).anyMatch(d -> d == 0)) {
      throw new WeightFormatException(
          adapter
              + ": module '"
              + module
              + "' is "
              + Arrays.toString(shape)
              + ", which has no rank");
    }
    layers.put(path, new Reader(module, factors, shape, path).read());
  }

  private String path(String module) throws WeightFormatException {
    for (var place : PLACES) {
      var path = place + module + ".weight";
      if (base.paths().contains(path)) {
        return path;
      }
    }
    throw new WeightFormatException(
        String.format(
            "%s: module '%s' is not in this model; looked for 'model.%s.weight' and others in %s",
            adapter, module, module, base));
  }

  /// The file.
  public Adapter adapter() {
    return adapter;
  }

  /// The parameters it changes.
  public Set<String> paths() {
    return Collections.unmodifiableSet(layers.keySet());
  }

  /// What it does to a parameter, if anything.
  Optional<LayerAdapter> at(String path) {
    return Optional.ofNullable(layers.get(path));
  }

  /// The singular vectors between which a parameter's core lies; empty for adapters without one.
  public Optional<SingularVectors> singularVectors(String path) {
    return at(path).flatMap(LayerAdapter::singularVectors);
  }

  /// Makes one module's tensors into what they do.
  private final class Reader {
    private final String module;
    private final Map<Factor, String> factors;
    private final String path;
    private final int rows;
    private final int columns;

    Reader(String module, Map<Factor, String> factors, long[] shape, String path) {
      this.module = module;
      this.factors = factors;
      this.path = path;
      rows = (int) shape[0];
      columns = (int) (Arrays.stream(shape).reduce(1, (a, b) -> a * b) / shape[0]);
    }

    LayerAdapter read() throws WeightFormatException {
      int rank = rank();
      return new LayerAdapter(
          adapter.config().kind().extraSmall() ? core(rank) : stored(rank),
          adapter.config().scale(rank),
          rowLengths(),
          columnLengths());
    }

    /// That of the configuration, held against the factors; a core is no larger than the weight.
    private int rank() throws WeightFormatException {
      boolean small = adapter.config().kind().extraSmall();
      var found = adapter.shape(name(small ? Factor.CORE : Factor.A));
      int own = found.length >= 2 && found[0] > 0 && found[0] <= 1 << 16 ? (int) found[0] : 1;
      int rank = adapter.config().rank().orElse(own);
      return small ? Math.min(rank, Math.min(rows, columns)) : rank;
    }

    private LayerAdapter.Delta stored(int rank) throws WeightFormatException {
      return new LayerAdapter.Delta.Stored(
          require(Factor.A, rank, columns), require(Factor.B, rows, rank));
    }

    private LayerAdapter.Delta core(int rank) throws WeightFormatException {
      var core = require(Factor.CORE, rank, rank);
      if (factors.containsKey(Factor.U)) {
        var vectors =
            SingularVectors.stored(require(Factor.U, rows, rank), require(Factor.V, columns, rank));
        return new LayerAdapter.Delta.Core(core, () -> vectors);
      }
      return new LayerAdapter.Delta.Core(core, new OwnVectors(base, path, rank)::get);
    }

    private Optional<NdArray> rowLengths() throws WeightFormatException {
      return switch (adapter.config().kind().magnitudes()) {
        case NONE, COLUMNS -> Optional.empty();
        case ROWS -> Optional.of(vector(Factor.MAGNITUDE, rows, false));
        case AS_SHAPED ->
            isOfColumns() ? Optional.empty() : Optional.of(vector(Factor.MAGNITUDE, rows, false));
        case BOTH -> Optional.of(vector(Factor.ROW_MAGNITUDE, rows, false));
      };
    }

    private Optional<NdArray> columnLengths() throws WeightFormatException {
      return switch (adapter.config().kind().magnitudes()) {
        case NONE, ROWS -> Optional.empty();
        case COLUMNS -> Optional.of(vector(Factor.MAGNITUDE, columns, true));
        case AS_SHAPED ->
            isOfColumns() ? Optional.of(vector(Factor.MAGNITUDE, columns, true)) : Optional.empty();
        case BOTH -> Optional.of(vector(Factor.COLUMN_MAGNITUDE, columns, true));
      };
    }

    /// Whether magnitudes are stored as one row, (1, in), that is one for each column.
    private boolean isOfColumns() {
      var shape = adapter.shape(name(Factor.MAGNITUDE));
      return shape.length == 2 && shape[0] == 1 && shape[1] == columns;
    }

    /// Of shape (n), or with an axis of extent 1 as the first files have it.
    private NdArray vector(Factor factor, int n, boolean across) throws WeightFormatException {
      var flat = adapter.shape(name(factor)).length == 1;
      var array =
          flat ? require(factor, n) : across ? require(factor, 1, n) : require(factor, n, 1);
      return array.reshape(n);
    }

    private NdArray require(Factor factor, long... expected) throws WeightFormatException {
      var name = name(factor);
      var array = flat(adapter.tensor(name));
      if (!Arrays.equals(array.shape(), expected) || !array.type().isFloat()) {
        throw new WeightFormatException(
            String.format(
                "%s: tensor '%s' is %s, expected floats of %s for '%s' of %s",
                adapter,
                name,
                array,
                Arrays.toString(expected),
                path,
                Arrays.toString(base.shape(path))));
      }
      return array;
    }

    /// A matrix of what a convolution's factor is, (rows, channels, taps).
    private static NdArray flat(NdArray factor) {
      return factor.rank() == 3
          ? factor.reshape(factor.dim(0), factor.dim(1) * factor.dim(2))
          : factor;
    }

    private String name(Factor factor) {
      var name = factors.get(factor);
      if (name == null) {
        throw new IllegalStateException(module + " was checked to have " + factor.key());
      }
      return name;
    }
  }
}
