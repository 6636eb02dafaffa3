package dev.aulos.onnx;

import dev.aulos.graph.DType;
import dev.aulos.graph.Dim;
import dev.aulos.graph.FileRegion;
import dev.aulos.graph.Shape;
import dev.aulos.onnx.OnnxModel.Attribute;
import dev.aulos.onnx.OnnxModel.Initializer;
import dev.aulos.onnx.OnnxModel.Node;
import dev.aulos.onnx.OnnxModel.Value;
import java.util.Optional;
import java.util.function.Function;

/// An [OnnxModel] as the bytes of an ONNX file. Parameters are references, never values.
final class OnnxWriter {
  /// The operator set written for: the newest whose convolutions ONNX Runtime lays out in blocks.
  static final int OPSET = 21;

  private static final int IR_VERSION = 10;
  private static final int EXTERNAL = 1;

  private final Function<String, Optional<FileRegion>> regions;

  private OnnxWriter(Function<String, Optional<FileRegion>> regions) {
    this.regions = regions;
  }

  /// The model's bytes, for a session that is given the parameters beside them.
  static byte[] write(OnnxModel model) {
    return write(model, path -> Optional.empty());
  }

  /// The model's bytes, with parameters read from where `regions` says they lie. A region's file is
  /// written as given; readers take it as relative to the model's own folder.
  static byte[] write(OnnxModel model, Function<String, Optional<FileRegion>> regions) {
    return new OnnxWriter(regions).model(model);
  }

  private byte[] model(OnnxModel model) {
    return new Protobuf()
        .integer(1, IR_VERSION)
        .text(2, "aulos")
        .message(7, graph -> graph(graph, model))
        .message(8, opset -> opset.text(1, "").integer(2, OPSET))
        .message(8, opset -> opset.text(1, "com.microsoft").integer(2, 1))
        .toBytes();
  }

  private void graph(Protobuf out, OnnxModel model) {
    model.nodes().forEach(node -> out.message(1, m -> node(m, node)));
    out.text(2, model.name());
    model.initializers().forEach(tensor -> out.message(5, m -> initializer(m, tensor)));
    model.inputs().forEach(value -> out.message(11, m -> value(m, value)));
    model.outputs().forEach(value -> out.message(12, m -> value(m, value)));
  }

  private static void node(Protobuf out, Node node) {
    node.inputs().forEach(input -> out.text(1, input));
    out.text(2, node.output()).text(3, node.name()).text(4, node.kind().op());
    node.attributes().forEach(a -> out.message(5, m -> attribute(m, a)));
    out.text(7, node.kind().domain());
  }

  private static void attribute(Protobuf out, Attribute attribute) {
    out.text(1, attribute.name());
    switch (attribute) {
      case Attribute.Real a -> out.number(2, a.value()).integer(20, 1);
      case Attribute.Int a -> out.integer(3, a.value()).integer(20, 2);
      case Attribute.Ints a -> {
        a.values().forEach(value -> out.integer(8, value));
        out.integer(20, 7);
      }
    }
  }

  private void initializer(Protobuf out, Initializer initializer) {
    switch (initializer) {
      case Initializer.Inline i ->
          tensor(out, i.name(), i.value().type(), Shape.of(i.value().shape()))
              .bytes(9, i.value().bytes());
      case Initializer.Bound b ->
          external(tensor(out, b.name(), b.value().type(), Shape.of(b.value().shape())), "bound");
      case Initializer.Stored s -> stored(tensor(out, s.name(), s.type(), s.shape()), s);
    }
  }

  private void stored(Protobuf out, Initializer.Stored s) {
    var region = regions.apply(s.path());
    external(out, region.map(r -> r.file().toString()).orElse("bound"));
    region.ifPresent(r -> entry(out, "offset", Long.toString(r.offset() + s.startByte())));
    region.ifPresent(r -> entry(out, "length", Long.toString(s.bytes())));
  }

  private static void external(Protobuf out, String location) {
    entry(out.integer(14, EXTERNAL), "location", location);
  }

  private static void entry(Protobuf out, String key, String value) {
    out.message(13, m -> m.text(1, key).text(2, value));
  }

  private static Protobuf tensor(Protobuf out, String name, DType type, Shape shape) {
    shape.dims().forEach(dim -> out.integer(1, dim.fixed()));
    return out.integer(2, code(type)).text(8, name);
  }

  private static void value(Protobuf out, Value value) {
    out.text(1, value.name())
        .message(
            2,
            type ->
                type.message(
                    1, t -> t.integer(1, code(value.type())).message(2, s -> dims(s, value))));
  }

  private static void dims(Protobuf out, Value value) {
    value.shape().dims().forEach(dim -> out.message(1, m -> dim(m, dim)));
  }

  private static void dim(Protobuf out, Dim dim) {
    if (dim.isFixed()) {
      out.integer(1, dim.fixed());
    } else {
      out.text(2, dim.toString());
    }
  }

  /// The number of an element type in ONNX.
  static int code(DType type) {
    return switch (type) {
      case F32 -> 1;
      case U8 -> 2;
      case I8 -> 3;
      case I16 -> 5;
      case I32 -> 6;
      case I64 -> 7;
      case BOOL -> 9;
      case F16 -> 10;
      case F64 -> 11;
      case BF16 -> 16;
    };
  }
}
