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
import java.util.stream.IntStream;

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
  static WeightNorm fold(Weights stored) throws WeightFormatException {
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
    var plain = new LinkedHashMap<String, Source>();
    weights.paths().forEach(path -> plain.put(path, new Source.Plain()));
    return new WeightNorm(weights, plain).under(names);
  }

  /// The weights that names stand for, which may be those of magnitudes and directions: as they are
  /// stored, where they are, in whatever spelling; of a weight that is stored whole its length and
  /// itself.
  static Weights spelled(Weights stored, Set<String> names) throws WeightFormatException {
    return fold(stored).under(names);
  }

  private Weights under(Set<String> names) {
    var arrays = new LinkedHashMap<String, NdArray>();
    names.forEach(name -> meant(name).ifPresent(array -> arrays.put(name, array)));
    return WeightViews.of(arrays);
  }

  private Optional<NdArray> meant(String name) {
    for (var spelling : SPELLINGS) {
      var ofMagnitude = whole(name, spelling.magnitude);
      if (ofMagnitude.isPresent()) {
        return ofMagnitude.map(this::magnitude);
      }
      var ofDirection = whole(name, spelling.direction);
      if (ofDirection.isPresent()) {
        return ofDirection.map(this::direction);
      }
    }
    return sources.containsKey(name) ? Optional.of(get(name)) : Optional.empty();
  }

  /// The path of the weight that a name with this suffix is a half of, if there is one.
  private Optional<String> whole(String name, String suffix) {
    return Optional.of(name)
        .filter(half -> half.endsWith(suffix))
        .map(half -> half.substring(0, half.length() - suffix.length()) + WEIGHT)
        .filter(sources::containsKey);
  }

  private NdArray magnitude(String path) { // (rows, 1, …)
    return switch (source(path)) {
      case Source.Plain() -> lengths(stored.get(path).toF32());
      case Source.Pair(var magnitude, var direction) ->
          stored.get(magnitude).reshape(column(stored.shape(direction)));
    };
  }

  private NdArray direction(String path) {
    return switch (source(path)) {
      case Source.Plain() -> pointed(stored.get(path));
      case Source.Pair(var magnitude, var direction) -> stored.get(direction);
    };
  }

  /// The same, but rows of zeros, which have no direction, point along one of their axes.
  private static NdArray pointed(NdArray w) {
    var lengths = lengths(w.toF32()).toFloats();
    if (IntStream.range(0, lengths.length).noneMatch(row -> lengths[row] == 0)) {
      return w;
    }
    var directions = w.toFloats();
    int width = directions.length / lengths.length;
    for (int row = 0; row < lengths.length; row++) {
      if (lengths[row] == 0) {
        directions[row * width + row % width] = 1;
      }
    }
    return NdArray.of(directions, w.shape());
  }

  private static long[] column(long[] shape) {
    var column = new long[shape.length];
    Arrays.fill(column, 1);
    column[0] = shape[0];
    return column;
  }

  private static NdArray lengths(NdArray w) { // (rows, 1, …)
    var lengths = NdArray.zeros(DType.F32, column(w.shape()));
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
