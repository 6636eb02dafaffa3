package dev.aulos.weights;

import dev.aulos.graph.DType;
import dev.aulos.graph.FileRegion;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Weight normalisation undone: `w = g · v / ‖v‖`, the norm over all axes but the first
/// (arXiv:1602.07868), computed in double.
final class WeightNorm implements Weights {
  /// How a magnitude and its direction are spelt; [#WEIGHT] takes the place of the suffix.
  private record Spelling(String magnitude, String direction) {}

  private static final String WEIGHT = ".weight";

  private static final List<Spelling> SPELLINGS =
      List.of(
          new Spelling(".weight_g", ".weight_v"),
          new Spelling(".parametrizations.weight.original0", ".parametrizations.weight.original1"));

  /// Where a weight comes from.
  private sealed interface Source {
    /// A tensor as stored.
    record Plain() implements Source {}

    /// A magnitude and a direction, by path.
    record Pair(String magnitude, String direction) implements Source {}
  }

  private final Weights stored;
  private final Map<String, Source> sources;

  private WeightNorm(Weights stored, Map<String, Source> sources) {
    this.stored = stored;
    this.sources = Collections.unmodifiableMap(sources);
  }

  /// A view of `stored` where each pair is one weight.
  static Weights fold(Weights stored) throws WeightFormatException {
    var sources = new LinkedHashMap<String, Source>();
    for (var path : stored.paths()) {
      addSource(stored, path, sources);
    }
    return new WeightNorm(stored, sources);
  }

  /// The weights that are to be normalised with each as its length over all axes but the first, and
  /// itself as the direction; the others as they are.
  static Weights unfold(Weights weights, Predicate<String> isNormalised) {
    var spelling = SPELLINGS.get(0);
    var names = new LinkedHashSet<String>();
    for (var path : weights.paths()) {
      if (path.endsWith(WEIGHT) && isNormalised.test(path)) {
        var stem = path.substring(0, path.length() - WEIGHT.length());
        names.add(stem + spelling.magnitude);
        names.add(stem + spelling.direction);
      } else {
        names.add(path);
      }
    }
    return spelled(weights, names);
  }

  /// The weights that names stand for, which may be those of lengths and directions.
  static Weights spelled(Weights weights, Set<String> names) {
    var arrays = new LinkedHashMap<String, NdArray>();
    for (var name : names) {
      if (weights.paths().contains(name)) {
        arrays.put(name, weights.get(name));
      }
      for (var spelling : SPELLINGS) {
        meant(weights, name, spelling.magnitude)
            .ifPresent(w -> arrays.put(name, lengths(w.toF32())));
        meant(weights, name, spelling.direction).ifPresent(w -> arrays.put(name, w));
      }
    }
    return WeightViews.of(arrays);
  }

  private static Optional<NdArray> meant(Weights weights, String name, String suffix) {
    if (!name.endsWith(suffix)) {
      return Optional.empty();
    }
    var path = name.substring(0, name.length() - suffix.length()) + WEIGHT;
    return weights.paths().contains(path) ? Optional.of(weights.get(path)) : Optional.empty();
  }

  private static NdArray lengths(NdArray w) { // (rows, 1, …)
    var shape = new long[w.rank()];
    Arrays.fill(shape, 1);
    shape[0] = w.dim(0);
    var lengths = NdArray.zeros(DType.F32, shape);
    int width = w.size() / (int) w.dim(0);
    for (int row = 0; row < w.dim(0); row++) {
      lengths.floats().put(row, (float) norm(w.floats(), row * width, width));
    }
    return lengths;
  }

  private static void addSource(Weights stored, String path, Map<String, Source> sources)
      throws WeightFormatException {
    for (var spelling : SPELLINGS) {
      if (path.endsWith(spelling.magnitude) || path.endsWith(spelling.direction)) {
        var suffix = path.endsWith(spelling.magnitude) ? spelling.magnitude : spelling.direction;
        var stem = path.substring(0, path.length() - suffix.length());
        var pair = new Source.Pair(stem + spelling.magnitude, stem + spelling.direction);
        check(stored, pair);
        var other = sources.put(stem + WEIGHT, pair);
        if (other != null && !other.equals(pair)) {
          throw twice(stored, stem + WEIGHT);
        }
        return;
      }
    }
    if (sources.put(path, new Source.Plain()) != null) {
      throw twice(stored, path);
    }
  }

  private static WeightFormatException twice(Weights stored, String path) {
    return new WeightFormatException(
        stored + ": '" + path + "' is there twice: folded, or in two spellings of weight norm");
  }

  private static void check(Weights stored, Source.Pair pair) throws WeightFormatException {
    for (var path : List.of(pair.magnitude, pair.direction)) {
      if (!stored.paths().contains(path)) {
        throw new WeightFormatException(
            stored + ": weight norm needs '" + path + "' beside its other half");
      }
    }
    var magnitude = stored.shape(pair.magnitude);
    var direction = stored.shape(pair.direction);
    long rows = direction.length == 0 ? -1 : direction[0];
    if (Extents.elements(magnitude) != rows || (magnitude.length > 0 && magnitude[0] != rows)) {
      throw new WeightFormatException(
          String.format(
              "%s: '%s' is %s, which does not fit '%s' of %s",
              stored,
              pair.magnitude,
              Arrays.toString(magnitude),
              pair.direction,
              Arrays.toString(direction)));
    }
  }

  @Override
  public Set<String> paths() {
    return sources.keySet();
  }

  @Override
  public NdArray get(String path) {
    return switch (source(path)) {
      case Source.Plain() -> stored.get(path);
      case Source.Pair(var magnitude, var direction) ->
          fold(stored.get(magnitude).toF32(), stored.get(direction).toF32());
    };
  }

  @Override
  public long[] shape(String path) {
    return switch (source(path)) {
      case Source.Plain() -> stored.shape(path);
      case Source.Pair(var magnitude, var direction) -> stored.shape(direction);
    };
  }

  @Override
  public DType type(String path) {
    return switch (source(path)) {
      case Source.Plain() -> stored.type(path);
      case Source.Pair(var magnitude, var direction) -> DType.F32;
    };
  }

  @Override
  public Optional<FileRegion> region(String path) {
    return switch (source(path)) {
      case Source.Plain() -> stored.region(path);
      case Source.Pair(var magnitude, var direction) -> Optional.empty();
    };
  }

  private Source source(String path) {
    var source = sources.get(path);
    if (source == null) {
      throw new IllegalArgumentException(
          stored + " has no tensor '" + path + "'" + NearestName.hint(path, paths()));
    }
    return source;
  }

  private static NdArray fold(NdArray g, NdArray v) {
    var w = NdArray.zeros(DType.F32, v.shape());
    var magnitudes = g.floats();
    var in = v.floats();
    var out = w.floats();
    int rows = magnitudes.capacity();
    int width = rows == 0 ? 0 : in.capacity() / rows;
    for (int row = 0; row < rows; row++) {
      double scale = magnitudes.get(row) / norm(in, row * width, width);
      for (int i = row * width; i < (row + 1) * width; i++) {
        out.put(i, (float) (scale * in.get(i)));
      }
    }
    return w;
  }

  private static double norm(FloatBuffer values, int start, int length) {
    double sum = 0;
    for (int i = start; i < start + length; i++) {
      sum += (double) values.get(i) * values.get(i);
    }
    return Math.sqrt(sum);
  }

  @Override
  public String toString() {
    return stored.toString();
  }
}
