package dev.aulos.onnx;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Graph;
import dev.aulos.graph.Shape;
import dev.aulos.onnx.OnnxModel.Attribute;
import dev.aulos.onnx.OnnxModel.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Extents as I64 vectors of a model: constants where fixed, else computed from the shapes of the
/// inputs.
final class Extents {
  private static final String PATH = "shapes";

  private final Graph graph;
  private final ModelBuilder model;
  private final Map<Dim, String> extents = new HashMap<>();
  private final Map<Shape, String> shapes = new HashMap<>();

  Extents(Graph graph, ModelBuilder model) {
    this.graph = graph;
    this.model = model;
  }

  /// One extent as a vector of one number.
  String of(Dim dim) {
    var known = extents.get(dim);
    if (known == null) {
      known = dim.isFixed() ? model.integers(dim.fixed()) : sum(dim);
      extents.put(dim, known);
    }
    return known;
  }

  /// All extents as one vector.
  String of(Shape shape) {
    var known = shapes.get(shape);
    if (known == null) {
      known = shape.isFixed() ? model.integers(shape.fixed()) : join(shape);
      shapes.put(shape, known);
    }
    return known;
  }

  private String join(Shape shape) {
    var parts = new ArrayList<String>();
    for (var dim : shape.dims()) {
      parts.add(of(dim));
    }
    return parts.size() == 1 ? parts.get(0) : node("Concat", parts, axis(0));
  }

  private String sum(Dim dim) {
    String sum = null;
    for (var term : dim.terms().entrySet()) {
      var length = length(term.getKey());
      var scaled =
          term.getValue() == 1
              ? length
              : node("Mul", List.of(length, model.integers(term.getValue())));
      sum = sum == null ? scaled : node("Add", List.of(sum, scaled));
    }
    if (sum == null) {
      throw new IllegalStateException(dim + " has no terms");
    }
    return dim.constant() == 0 ? sum : node("Add", List.of(sum, model.integers(dim.constant())));
  }

  /// A run-time length, from the first extent of an input that tells it.
  private String length(String symbol) {
    var name = Dim.symbol(symbol);
    var known = extents.get(name);
    if (known != null) {
      return known;
    }
    for (var input : graph.inputs().entrySet()) {
      var dims = input.getValue().shape().dims();
      for (int axis = 0; axis < dims.size(); axis++) {
        var dim = dims.get(axis);
        if (dim.terms().size() == 1 && dim.terms().containsKey(symbol)) {
          var solved = solve(dim, symbol, input.getKey(), axis);
          extents.put(name, solved);
          return solved;
        }
      }
    }
    throw new IllegalArgumentException(
        graph.name()
            + ": no input tells the length '"
            + symbol
            + "'; inputs are "
            + graph.inputs());
  }

  private String solve(Dim dim, String symbol, String input, int axis) {
    var value =
        node(
            "Shape",
            List.of(input),
            new Attribute.Int("start", axis),
            new Attribute.Int("end", axis + 1));
    if (dim.constant() != 0) {
      value = node("Sub", List.of(value, model.integers(dim.constant())));
    }
    long factor = dim.terms().getOrDefault(symbol, 1L);
    return factor == 1 ? value : node("Div", List.of(value, model.integers(factor)));
  }

  private String node(String op, List<String> operands, Attribute... attributes) {
    return model.node(PATH, Kind.standard(op), operands, attributes);
  }

  private static Attribute axis(long axis) {
    return new Attribute.Int("axis", axis);
  }
}
