package dev.aulos.testkit;

import dev.aulos.graph.Op;

/// The record types of [Op], as values that can be listed. Both switches over them, here and in
/// [OpSamples], are exhaustive: an op without samples does not compile.
public enum OpKind {
  INPUT,
  PARAMETER,
  CONSTANT,
  IOTA,
  UNARY,
  BINARY,
  REDUCE,
  MATMUL,
  RESHAPE,
  TRANSPOSE,
  SLICE,
  CONCAT,
  PAD,
  EXPAND,
  GATHER,
  CAST,
  CONV,
  CONV_TRANSPOSE,
  SOFTMAX,
  LAYER_NORM,
  RMS_NORM,
  SILU,
  GELU,
  SOFTPLUS,
  ROTARY,
  ATTENTION;

  /// The kind of an op.
  public static OpKind of(Op op) {
    return switch (op) {
      case Op.Input input -> INPUT;
      case Op.Parameter parameter -> PARAMETER;
      case Op.Constant constant -> CONSTANT;
      case Op.Iota iota -> IOTA;
      case Op.Unary unary -> UNARY;
      case Op.Binary binary -> BINARY;
      case Op.Reduce reduce -> REDUCE;
      case Op.MatMul matMul -> MATMUL;
      case Op.Reshape reshape -> RESHAPE;
      case Op.Transpose transpose -> TRANSPOSE;
      case Op.Slice slice -> SLICE;
      case Op.Concat concat -> CONCAT;
      case Op.Pad pad -> PAD;
      case Op.Expand expand -> EXPAND;
      case Op.Gather gather -> GATHER;
      case Op.Cast cast -> CAST;
      case Op.Conv1d conv -> CONV;
      case Op.ConvTranspose1d conv -> CONV_TRANSPOSE;
      case Op.Softmax softmax -> SOFTMAX;
      case Op.LayerNorm norm -> LAYER_NORM;
      case Op.RmsNorm norm -> RMS_NORM;
      case Op.Silu silu -> SILU;
      case Op.Gelu gelu -> GELU;
      case Op.Softplus softplus -> SOFTPLUS;
      case Op.Rotary rotary -> ROTARY;
      case Op.Attention attention -> ATTENTION;
    };
  }
}
