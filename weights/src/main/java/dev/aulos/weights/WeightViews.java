package dev.aulos.weights;

import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Weights made of other weights, without copying any.
public final class WeightViews {
  private WeightViews() {}

  /// Arrays in memory as weights.
  public static Weights of(Map<String, NdArray> arrays) {
    return new InMemory(arrays);
  }

  /// The part of `weights` below a prefix, under the rest of each name.
  public static Weights prefixed(Weights weights, String prefix) {
    var sources = new LinkedHashMap<String, String>();
    for (var path : weights.paths()) {
      if (path.startsWith(prefix)) {
        sources.put(path.substring(prefix.length()), path);
      }
    }
    return new Renamed(weights, sources);
  }

  /// `weights` under longer names: `prefix` stands before each.
  public static Weights below(String prefix, Weights weights) {
    var sources = new LinkedHashMap<String, String>();
    weights.paths().forEach(path -> sources.put(prefix + path, path));
    return new Renamed(weights, sources);
  }

  /// All of several weights.
  ///
  /// @throws IllegalArgumentException if two of them have the same name
  public static Weights union(Weights... parts) {
    var owners = new LinkedHashMap<String, Weights>();
    for (var part : parts) {
      for (var path : part.paths()) {
        var other = owners.put(path, part);
        if (other != null) {
          throw new IllegalArgumentException(
              "both " + other + " and " + part + " have a tensor '" + path + "'");
        }
      }
    }
    return new Owned(owners);
  }

  /// `weights`, with those of `changes` in the place of their own or beside them.
  public static Weights overriding(Weights weights, Map<String, NdArray> changes) {
    return overriding(weights, of(changes));
  }

  /// `weights`, with those of `changes` in the place of their own or beside them.
  public static Weights overriding(Weights weights, Weights changes) {
    var owners = new LinkedHashMap<String, Weights>();
    for (var part : List.of(weights, changes)) {
      part.paths().forEach(path -> owners.put(path, part));
    }
    return new Owned(owners);
  }

  /// `weights` with weight normalisation folded: for each pair of a magnitude and a direction the
  /// one `weight` that they mean, in F32. It is computed whenever it is asked for.
  ///
  /// Knows `x.weight_g` with `x.weight_v`, and `x.parametrizations.weight.original0` with
  /// `original1`.
  ///
  /// @throws WeightFormatException if one half of a pair is missing, or its shape does not fit
  public static Weights foldingWeightNorm(Weights weights) throws WeightFormatException {
    return WeightNorm.fold(weights);
  }

  /// The reverse: some of these folded `weights`, named `x.weight`, as a magnitude `x.weight_g` and
  /// a direction `x.weight_v`, which is the weight itself.
  public static Weights inWeightNorm(Weights weights, Predicate<String> isNormalised) {
    return WeightNorm.unfold(weights, isNormalised);
  }

  /// Stored weights under such names, in such spellings of weight normalisation, as are asked for.
  /// Magnitudes and directions stay as they are stored; of a weight that is stored folded they are
  /// its length and itself. Names that stand for nothing are left out.
  ///
  /// @throws WeightFormatException if one half of a pair is missing, or its shape does not fit
  public static Weights spelledAs(Weights weights, Set<String> names) throws WeightFormatException {
    return WeightNorm.spelled(weights, names);
  }

  /// Arrays by name.
  private record InMemory(Map<String, NdArray> arrays) implements Weights {
    InMemory {
      arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }

    @Override
    public Set<String> paths() {
      return arrays.keySet();
    }

    @Override
    public NdArray get(String path) {
      var array = arrays.get(path);
      if (array == null) {
        throw new IllegalArgumentException(
            "there is no tensor '" + path + "'" + NearestName.hint(path, paths()));
      }
      return array;
    }

    @Override
    public long[] shape(String path) {
      return get(path).shape();
    }

    @Override
    public String toString() {
      return arrays.size() + " arrays in memory";
    }
  }
}
