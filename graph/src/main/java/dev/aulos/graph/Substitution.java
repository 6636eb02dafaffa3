package dev.aulos.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A [Graph] laid into another computation: its inputs become other values, its parameters may, and
/// its symbolic lengths become the lengths of what it is given.
///
/// ```java
/// var inner = Substitution.of(encoder, Map.of("sound", crop), path -> Optional.empty());
/// Tensor latents = inner.output("latents");
/// ```
public final class Substitution {
  private final Graph graph;
  private final Map<String, Tensor> inputs;
  private final Function<Tensor, Tensor> parameters;
  private final Map<String, Dim> lengths = new HashMap<>();
  private final Map<Tensor, Tensor> replaced = new HashMap<>();

  private Substitution(
      Graph graph, Map<String, Tensor> inputs, Function<Tensor, Tensor> parameters) {
    this.graph = graph;
    this.inputs = inputs;
    this.parameters = parameters;
  }

  /// The computation of `graph` on these inputs, with its own parameters.
  ///
  /// @throws IllegalArgumentException if an input is missing or does not fit
  public static Substitution of(Graph graph, Map<String, Tensor> inputs) {
    return of(graph, inputs, parameter -> parameter);
  }

  /// The computation of `graph` on these inputs, with what `parameters` gives for each of its
  /// parameters.
  ///
  /// @throws IllegalArgumentException if an input is missing or does not fit
  public static Substitution of(
      Graph graph, Map<String, Tensor> inputs, Function<Tensor, Tensor> parameters) {
    var substitution = new Substitution(graph, inputs, parameters);
    graph.inputs().forEach(substitution::solve);
    graph.nodes().forEach(substitution::replace);
    return substitution;
  }

  /// What stands for the output of this name.
  public Tensor output(String name) {
    return tensor(graph.output(name));
  }

  /// What stands for any value of the graph.
  ///
  /// @throws IllegalArgumentException if the value is not in the graph
  public Tensor tensor(Tensor original) {
    var tensor = replaced.get(original);
    if (tensor == null) {
      throw new IllegalArgumentException("not in " + graph.name() + ": " + original);
    }
    return tensor;
  }

  private void solve(String name, Tensor input) {
    var given = inputs.get(name);
    if (given == null) {
      throw new IllegalArgumentException(
          graph.name() + ": input '" + name + "' is missing, given are " + inputs.keySet());
    }
    if (given.type() != input.type() || given.shape().rank() != input.shape().rank()) {
      throw misfit(name, input, given);
    }
    for (int axis = 0; axis < given.shape().rank(); axis++) {
      solve(name, input, axis, given);
    }
    if (!shape(input.shape()).equals(given.shape())) {
      throw misfit(name, input, given);
    }
  }

  /// An extent `k·length + c` makes the length known.
  private void solve(String name, Tensor input, int axis, Tensor given) {
    var wanted = input.dim(axis);
    var open =
        wanted.terms().keySet().stream()
            .filter(length -> !lengths.containsKey(length))
            .collect(Collectors.toList());
    if (open.size() == 1 && wanted.terms().size() == 1) {
      long factor = wanted.terms().getOrDefault(open.get(0), 0L);
      var rest = given.dim(axis).plus(-wanted.constant());
      if (rest.isFixed() && rest.fixed() % factor != 0) {
        throw misfit(name, input, given);
      }
      lengths.put(open.get(0), rest.floorDiv(factor));
    } else if (!open.isEmpty()) {
      throw new IllegalArgumentException(
          graph.name() + ": cannot solve " + wanted + " of input '" + name + "' for " + open);
    }
  }

  private IllegalArgumentException misfit(String name, Tensor input, Tensor given) {
    return new IllegalArgumentException(
        String.format(
            "%s: input '%s' is %s%s, expected %s%s",
            graph.name(), name, given.type(), given.shape(), input.type(), input.shape()));
  }

  private void replace(Tensor tensor) {
    replaced.put(tensor, replacement(tensor));
  }

  private Tensor replacement(Tensor tensor) {
    return switch (tensor.op()) {
      case Op.Input input -> given(input.name());
      case Op.Parameter parameter -> checked(tensor, parameters.apply(tensor));
      case Op.Constant constant -> tensor;
      default -> {
        var operands = new ArrayList<Tensor>(tensor.inputs().size());
        tensor.inputs().forEach(operand -> operands.add(tensor(operand)));
        yield operands.equals(tensor.inputs()) && lengths.isEmpty()
            ? tensor
            : Tensor.of(op(tensor.op()), operands);
      }
    };
  }

  private Tensor given(String name) {
    var tensor = inputs.get(name);
    if (tensor == null) {
      throw new IllegalStateException("solved before: " + name);
    }
    return tensor;
  }

  private Tensor checked(Tensor parameter, Tensor given) {
    if (!given.shape().equals(parameter.shape()) || given.type() != parameter.type()) {
      throw new IllegalArgumentException(
          graph.name() + ": " + given + " cannot stand for " + parameter);
    }
    return given;
  }

  private Op op(Op op) {
    return switch (op) {
      case Op.Iota iota -> new Op.Iota(dim(iota.length()));
      case Op.Reshape reshape -> new Op.Reshape(shape(reshape.shape()));
      case Op.Expand expand -> new Op.Expand(shape(expand.shape()));
      case Op.Slice slice -> new Op.Slice(slice.axis(), dim(slice.start()), dim(slice.end()));
      default -> op;
    };
  }

  private Shape shape(Shape shape) {
    List<Dim> dims = shape.dims().stream().map(this::dim).collect(Collectors.toList());
    return new Shape(dims);
  }

  private Dim dim(Dim dim) {
    var sum = Dim.of(dim.constant());
    for (var term : dim.terms().entrySet()) {
      var length = lengths.get(term.getKey());
      sum = sum.plus((length == null ? Dim.symbol(term.getKey()) : length).times(term.getValue()));
    }
    return sum;
  }
}
