package dev.aulos.onnx;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Shape;
import java.util.List;

/// A graph in ONNX's terms: values by name, and the nodes that make them, each after its operands.
record OnnxModel(
    String name,
    List<Value> inputs,
    List<Value> outputs,
    List<Initializer> initializers,
    List<Node> nodes) {

  OnnxModel {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    initializers = List.copyOf(initializers);
    nodes = List.copyOf(nodes);
  }

  /// A value that enters or leaves the model.
  record Value(String name, DType type, Shape shape) {}

  /// A value known before any run.
  sealed interface Initializer {
    /// The value's name.
    String name();

    /// A value that the model's bytes hold.
    record Inline(String name, NdArray value) implements Initializer {}

    /// A value that the session is given beside the model's bytes.
    record Bound(String name, NdArray value) implements Initializer {}

    /// Elements of the stored parameter at `path` in its stored type, as many as the shape says,
    /// one after another.
    ///
    /// @param start index of the first
    record Stored(String name, String path, DType type, long start, Shape shape)
        implements Initializer {
      /// Where the first element lies in the parameter.
      long startByte() {
        return start * type.bytes();
      }

      /// How long they are.
      long bytes() {
        long bytes = type.bytes();
        for (long extent : shape.fixed()) {
          bytes *= extent;
        }
        return bytes;
      }
    }
  }

  /// One operation with one result. An empty name among the operands is one left out.
  record Node(
      String name, Kind kind, List<String> inputs, String output, List<Attribute> attributes) {
    Node {
      inputs = List.copyOf(inputs);
      attributes = List.copyOf(attributes);
    }
  }

  /// An operator, by its name and the set of operators it belongs to.
  record Kind(String domain, String op) {
    /// An operator of the ONNX standard.
    static Kind standard(String op) {
      return new Kind("", op);
    }

    /// An operator of ONNX Runtime's own.
    static Kind microsoft(String op) {
      return new Kind("com.microsoft", op);
    }
  }

  /// A setting of a node.
  sealed interface Attribute {
    /// The attribute's name.
    String name();

    /// A whole number.
    record Int(String name, long value) implements Attribute {}

    /// A real number.
    record Real(String name, float value) implements Attribute {}

    /// Whole numbers.
    record Ints(String name, List<Long> values) implements Attribute {
      /// Copies the list.
      public Ints {
        values = List.copyOf(values);
      }
    }
  }
}
