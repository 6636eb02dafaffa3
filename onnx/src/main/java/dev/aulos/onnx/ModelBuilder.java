package dev.aulos.onnx;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Shape;
import dev.aulos.onnx.OnnxModel.Attribute;
import dev.aulos.onnx.OnnxModel.Initializer;
import dev.aulos.onnx.OnnxModel.Kind;
import dev.aulos.onnx.OnnxModel.Node;
import dev.aulos.onnx.OnnxModel.Value;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// An [OnnxModel] in the making: gives every value a name of its own and keeps equal constants
/// once.
final class ModelBuilder {
  /// Constants of more bytes than this stay out of the model's bytes.
  private static final int LARGE = 4096;

  private record ConstantKey(DType type, List<Long> shape, ByteBuffer bytes) {}

  private record ParameterKey(String path, long start, Shape shape) {}

  private final String name;
  private final Function<String, DType> types;
  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> outputs = new ArrayList<>();
  private final List<Initializer> initializers = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<ConstantKey, String> constants = new HashMap<>();
  private final Map<ParameterKey, String> parameters = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, String> renamed = new HashMap<>();

  /// @param types the stored type of each parameter
  ModelBuilder(String name, Function<String, DType> types) {
    this.name = name;
    this.types = types;
  }

  /// Declares a value given at run time; call before anything else takes the name.
  String input(String inputName, DType type, Shape shape) {
    inputs.add(new Value(unique(inputName), type, shape));
    return inputName;
  }

  /// Keeps a name, or one like it, for a value computed later.
  String reserve(String wanted) {
    return unique(wanted);
  }

  /// Adds a node under a path in the tree of parameters, and names its result.
  String node(String path, Kind kind, List<String> operands, Attribute... attributes) {
    int count = counts.merge(path + "/" + kind.op(), 1, Integer::sum);
    var result = unique(path + "/" + kind.op() + (count == 1 ? "" : "_" + count));
    nodes.add(new Node(result, kind, operands, result, List.of(attributes)));
    return result;
  }

  /// Has `value` leave the model under a reserved name.
  void output(String value, String reserved, DType type, Shape shape) {
    boolean made = nodes.stream().anyMatch(node -> node.output().equals(value));
    if (!made || renamed.putIfAbsent(value, reserved) != null) {
      var copy = node("outputs", Kind.standard("Identity"), List.of(value));
      renamed.put(copy, reserved);
    }
    outputs.add(new Value(reserved, type, shape));
  }

  /// The elements of the stored parameter at `path` from the index `start` on, as F32 under a
  /// shape; one name for each shape, one memory for all. Another stored type is converted by a
  /// node, which the session computes once: what it makes belongs to the session, and is dropped
  /// when a kernel has rearranged it.
  String parameter(String path, long start, Shape shape) {
    return parameters.computeIfAbsent(
        new ParameterKey(path, start, shape),
        key -> {
          var type = types.apply(path);
          var parameter = unique(path);
          initializers.add(new Initializer.Stored(parameter, path, type, start, shape));
          return type == DType.F32 ? parameter : widened(parameter);
        });
  }

  private String widened(String parameter) {
    var to = new Attribute.Int("to", OnnxWriter.code(DType.F32));
    return node(parameter, Kind.standard("Cast"), List.of(parameter), to);
  }

  /// A value known now.
  String constant(NdArray value) {
    if (value.bytes().capacity() > LARGE) {
      var bound = unique("constant");
      initializers.add(new Initializer.Bound(bound, value));
      return bound;
    }
    var shape = new ArrayList<Long>();
    for (long extent : value.shape()) {
      shape.add(extent);
    }
    return constants.computeIfAbsent(
        new ConstantKey(value.type(), shape, value.bytes()), key -> inline(value));
  }

  /// A vector of I64.
  String integers(long... values) {
    return constant(NdArray.of(values, values.length));
  }

  private String inline(NdArray value) {
    var constant = unique("constant");
    initializers.add(new Initializer.Inline(constant, value));
    return constant;
  }

  private String unique(String wanted) {
    var candidate = wanted;
    for (int i = 2; !taken.add(candidate); i++) {
      candidate = wanted + "#" + i;
    }
    return candidate;
  }

  /// The model, without anything that no output needs.
  OnnxModel build() {
    var needed = new HashSet<String>();
    outputs.forEach(output -> needed.add(output.name()));
    var live = new ArrayDeque<Node>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      var node = settled(nodes.get(i));
      if (needed.contains(node.output())) {
        live.addFirst(node);
        needed.addAll(node.inputs());
      }
    }
    var used = new ArrayList<>(initializers);
    used.removeIf(initializer -> !needed.contains(initializer.name()));
    return new OnnxModel(name, inputs, outputs, used, new ArrayList<>(live));
  }

  private Node settled(Node node) {
    var operands = node.inputs().stream().map(this::settled).collect(Collectors.toList());
    return new Node(node.name(), node.kind(), operands, settled(node.output()), node.attributes());
  }

  private String settled(String value) {
    return renamed.getOrDefault(value, value);
  }
}
