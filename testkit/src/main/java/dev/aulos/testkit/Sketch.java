package dev.aulos.testkit;

import dev.aulos.graph.DType;
import dev.aulos.graph.Dim;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An [OpSample] in the making: declares inputs `x0`, `x1`, … and parameters `w0`, `w1`, …, and
/// remembers how their values are drawn.
final class Sketch {
  /// The length that symbolic samples use; it takes the values [#LENGTHS].
  static final Dim L = Dim.symbol("L");

  /// The shape without axes.
  static final Shape SCALAR = new Shape(List.of());

  /// Not in order and with a repetition, as in use.
  private static final List<Long> LENGTHS = List.of(5L, 9L, 1L, 5L);

  private record Declared(Tensor tensor, Draw draw) {}

  private final OpKind kind;
  private final String name;
  private final Map<String, Declared> inputs = new LinkedHashMap<>();
  private final Map<String, NdArray> weights = new LinkedHashMap<>();
  private List<Long> lengths = LENGTHS;

  Sketch(OpKind kind, String name) {
    this.kind = kind;
    this.name = name;
  }

  /// Other values of `L` to run with.
  Sketch lengths(Long... values) {
    lengths = List.of(values);
    return this;
  }

  /// An F32 input of normal numbers.
  Tensor x(long... dims) {
    return x(Shape.of(dims));
  }

  /// An F32 input of normal numbers.
  Tensor x(Shape shape) {
    return x(Draw.normal(), shape);
  }

  /// An F32 input.
  Tensor x(Draw draw, Shape shape) {
    return declare(draw, DType.F32, shape);
  }

  /// An F32 input.
  Tensor x(Draw draw, long... dims) {
    return x(draw, Shape.of(dims));
  }

  /// An I64 input of numbers below `bound`.
  Tensor ids(int bound, Shape shape) {
    return declare(Draw.ids(bound), DType.I64, shape);
  }

  private Tensor declare(Draw draw, DType type, Shape shape) {
    var tensor = Tensor.input("x" + inputs.size(), type, shape);
    inputs.put("x" + inputs.size(), new Declared(tensor, draw));
    return tensor;
  }

  /// A parameter of normal numbers.
  Tensor w(long... dims) {
    var path = "w" + weights.size();
    weights.put(path, Draw.normal().of(seed(path), dims));
    return Scope.root().param(path, dims);
  }

  /// The sample whose output is `y`.
  OpSample gives(Tensor y) {
    var graph = Graph.of(kind + " " + name, Map.of("y", y));
    boolean symbolic = inputs.values().stream().anyMatch(d -> !d.tensor.shape().isFixed());
    var runs = new ArrayList<Map<String, NdArray>>();
    for (long length : symbolic ? lengths : List.of(1L, 1L)) {
      runs.add(draw(graph, length, runs.size()));
    }
    return new OpSample(kind, name, graph, new ArrayWeights(weights), runs);
  }

  private Map<String, NdArray> draw(Graph graph, long length, int run) {
    var arrays = new LinkedHashMap<String, NdArray>();
    for (var input : graph.inputs().keySet()) {
      var declared = inputs.get(input);
      var shape = declared.tensor.shape().at(Map.of("L", length));
      arrays.put(input, declared.draw.of(seed(input) + run, shape));
    }
    return arrays;
  }

  private long seed(String of) {
    return (kind + name + of).hashCode();
  }
}
