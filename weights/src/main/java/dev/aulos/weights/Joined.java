package dev.aulos.weights;

import dev.aulos.graph.DType;
import dev.aulos.graph.FileRegion;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// Weights that are others renamed, reshaped, or joined along the first axis.
record Joined(Weights stored, Map<String, Target> targets) implements Weights {
  /// What one tensor is made of.
  record Target(List<String> sources, NameMap.Form form) {
    @Override
    public String toString() {
      return sources.stream().filter(s -> !s.isEmpty()).collect(Collectors.toList()).toString();
    }
  }

  /// Joins, after a look at the shapes.
  static Joined of(Weights stored, Map<String, Target> targets) throws WeightFormatException {
    var joined = new Joined(stored, Collections.unmodifiableMap(targets));
    for (var target : targets.values()) {
      joined.check(target);
    }
    return joined;
  }

  private void check(Target target) throws WeightFormatException {
    var first = target.sources.get(0);
    var tail = tail(stored.shape(first));
    for (var source : target.sources.subList(1, target.sources.size())) {
      var shape = stored.shape(source);
      if (shape.length == 0
          || stored.shape(first).length == 0
          || !Arrays.equals(tail(shape), tail)
          || stored.type(source) != stored.type(first)) {
        throw new WeightFormatException(
            String.format(
                "%s: '%s' is %s %s, which does not join '%s' of %s %s",
                stored,
                source,
                stored.type(source),
                Arrays.toString(shape),
                first,
                stored.type(first),
                Arrays.toString(stored.shape(first))));
      }
    }
  }

  private static long[] tail(long[] shape) {
    return shape.length == 0 ? shape : Arrays.copyOfRange(shape, 1, shape.length);
  }

  @Override
  public Set<String> paths() {
    return targets.keySet();
  }

  @Override
  public long[] shape(String path) {
    var target = target(path);
    var shape = stored.shape(target.sources.get(0));
    for (var source : target.sources.subList(1, target.sources.size())) {
      shape[0] += stored.shape(source)[0];
    }
    return switch (target.form) {
      case AS_STORED -> shape;
      case COLUMN -> LongStream.concat(LongStream.of(shape), LongStream.of(1)).toArray();
      case FLAT -> LongStream.of(shape).filter(extent -> extent != 1).toArray();
    };
  }

  @Override
  public DType type(String path) {
    return stored.type(target(path).sources.get(0));
  }

  @Override
  public NdArray get(String path) {
    var sources = target(path).sources;
    if (sources.size() == 1) {
      return stored.get(sources.get(0)).reshape(shape(path));
    }
    var joined = NdArray.zeros(type(path), shape(path));
    var bytes = joined.bytes();
    sources.forEach(source -> bytes.put(stored.get(source).bytes()));
    return joined;
  }

  @Override
  public Optional<FileRegion> region(String path) {
    var sources = target(path).sources;
    return sources.size() == 1 ? stored.region(sources.get(0)) : Optional.empty();
  }

  private Target target(String path) {
    var target = targets.get(path);
    if (target == null) {
      throw new IllegalArgumentException(
          stored + " has no tensor '" + path + "'" + NearestName.hint(path, paths()));
    }
    return target;
  }

  @Override
  public String toString() {
    return stored.toString();
  }
}
