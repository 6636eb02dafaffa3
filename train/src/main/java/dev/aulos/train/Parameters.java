package dev.aulos.train;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The F32 values that training moves, by path. As [Weights] they are what networks are run with in
/// between.
public final class Parameters implements Weights {
  private final Map<String, NdArray> values;

  private Parameters(Map<String, NdArray> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// Values of their own, as `initial` draws them.
  public static Parameters initial(Map<String, Shape> shapes, Initialization initial, long seed) {
    var values = new LinkedHashMap<String, NdArray>();
    shapes.forEach((path, shape) -> values.put(path, initial.draw(path, shape.fixed(), seed)));
    return new Parameters(values);
  }

  /// A copy of stored values, as F32.
  ///
  /// @throws IllegalArgumentException if one is missing
  public static Parameters copy(Weights weights, Set<String> paths) {
    var values = new LinkedHashMap<String, NdArray>();
    for (var path : paths) {
      var stored = weights.get(path).toF32();
      values.put(path, NdArray.of(stored.toFloats(), stored.shape()));
    }
    return new Parameters(values);
  }

  /// Some of the values: the same arrays, not copies.
  public Parameters only(Predicate<String> isWanted) {
    var some = new LinkedHashMap<>(values);
    some.keySet().removeIf(isWanted.negate());
    return new Parameters(some);
  }

  /// Zeros of the same shapes.
  Parameters zeros() {
    var zeros = new LinkedHashMap<String, NdArray>();
    values.forEach((path, array) -> zeros.put(path, NdArray.zeros(DType.F32, array.shape())));
    return new Parameters(zeros);
  }

  /// A copy.
  public Parameters copy() {
    return copy(this, paths());
  }

  /// The arrays by path; what is written into them is what training goes on with.
  public Map<String, NdArray> values() {
    return values;
  }

  /// How many numbers there are.
  public long count() {
    return values.values().stream().mapToLong(NdArray::size).sum();
  }

  @Override
  public Set<String> paths() {
    return values.keySet();
  }

  @Override
  public NdArray get(String path) {
    var array = values.get(path);
    if (array == null) {
      throw new IllegalArgumentException("parameter '" + path + "' is missing");
    }
    return array;
  }

  @Override
  public long[] shape(String path) {
    return get(path).shape();
  }

  @Override
  public DType type(String path) {
    get(path);
    return DType.F32;
  }
}
