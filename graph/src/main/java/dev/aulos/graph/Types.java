package dev.aulos.graph;

/// The element types the reference backend takes.
final class Types {
  private Types() {}

  /// @throws IllegalArgumentException if the op does not take these types
  static void check(Tensor tensor) {
    if (tensor.type() == DType.F64) {
      throw new IllegalArgumentException(
          "reference: " + tensor + " is F64, expected any other type; cast it to F32");
    }
    if (isArithmetic((Op.Primitive) tensor.op()) && tensor.type() != DType.F32) {
      throw new IllegalArgumentException(
          "reference: " + tensor + " is " + tensor.type() + ", expected F32; cast its operands");
    }
  }

  private static boolean isArithmetic(Op.Primitive op) {
    return switch (op) {
      case Op.Unary unary -> true;
      case Op.Binary binary -> true;
      case Op.Reduce reduce -> true;
      case Op.MatMul matMul -> true;
      case Op.Conv1d conv -> true;
      case Op.ConvTranspose1d conv -> true;
      case Op.Input input -> false;
      case Op.Parameter parameter -> false;
      case Op.Constant constant -> false;
      case Op.Iota iota -> false;
      case Op.Reshape reshape -> false;
      case Op.Transpose transpose -> false;
      case Op.Slice slice -> false;
      case Op.Concat concat -> false;
      case Op.Pad pad -> false;
      case Op.Expand expand -> false;
      case Op.Gather gather -> false;
      case Op.Cast cast -> false;
    };
  }
}
