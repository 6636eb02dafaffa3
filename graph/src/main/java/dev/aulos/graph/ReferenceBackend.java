package dev.aulos.graph;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// The backend that defines what every op means: plain Java, readable, on one thread.
///
/// Values are F32, and sums (matrix products, convolutions, folds) are kept in double precision and
/// rounded once, as are the functions of one number, so a result is off by the rounding of each
/// node and no more. Fused ops run their expansion. Arithmetic takes F32 only; the ops that move
/// elements, and casts, take every type but F64. Parameters are read, and converted to F32, at
/// [#compile].
public final class ReferenceBackend implements Backend {
  /// A backend; it holds nothing.
  public ReferenceBackend() {}

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public Executable compile(Graph graph, Weights weights) {
    var parameters = parameters(graph, weights);
    return new ReferenceExecutable(graph, Program.of(graph), parameters);
  }

  private Map<String, Value> parameters(Graph graph, Weights weights) {
    var values = new LinkedHashMap<String, Value>();
    graph
        .parameters()
        .forEach((path, shape) -> values.put(path, parameter(graph, weights, path, shape)));
    return values;
  }

  private Value parameter(Graph graph, Weights weights, String path, Shape shape) {
    if (!weights.paths().contains(path)) {
      throw new IllegalArgumentException(
          String.format(
              "%s: parameter '%s' is missing, expected F32%s; the weights hold %d parameters",
              graph.name(), path, shape, weights.paths().size()));
    }
    var found = weights.shape(path);
    if (!Arrays.equals(found, shape.fixed())) {
      throw new IllegalArgumentException(
          String.format(
              "%s: parameter '%s' is %s, expected %s",
              graph.name(), path, Arrays.toString(found), shape));
    }
    return Value.from(weights.get(path).toF32());
  }
}
