package dev.aulos.testkit;

import java.util.List;
import java.util.stream.Stream;

/// The samples of every op.
public final class OpSamples {
  private OpSamples() {}

  /// The samples of every kind.
  public static Stream<OpSample> all() {
    return Stream.of(OpKind.values()).flatMap(kind -> of(kind).stream());
  }

  /// The samples of one kind, at least one.
  public static List<OpSample> of(OpKind kind) {
    return switch (kind) {
      case INPUT -> SourceSamples.input();
      case PARAMETER -> SourceSamples.parameter();
      case CONSTANT -> SourceSamples.constant();
      case IOTA -> SourceSamples.iota();
      case UNARY -> ElementwiseSamples.unary();
      case BINARY -> ElementwiseSamples.binary();
      case CAST -> ElementwiseSamples.cast();
      case SILU -> ElementwiseSamples.silu();
      case GELU -> ElementwiseSamples.gelu();
      case SOFTPLUS -> ElementwiseSamples.softplus();
      case REDUCE -> RowSamples.reduce();
      case SOFTMAX -> RowSamples.softmax();
      case LAYER_NORM -> RowSamples.layerNorm();
      case RMS_NORM -> RowSamples.rmsNorm();
      case RESHAPE -> MovementSamples.reshape();
      case TRANSPOSE -> MovementSamples.transpose();
      case SLICE -> MovementSamples.slice();
      case CONCAT -> MovementSamples.concat();
      case PAD -> MovementSamples.pad();
      case EXPAND -> MovementSamples.expand();
      case GATHER -> MovementSamples.gather();
      case MATMUL -> MatMulSamples.matmul();
      case CONV -> ConvolutionSamples.conv();
      case CONV_TRANSPOSE -> ConvolutionSamples.convTranspose();
      case ROTARY -> AttentionSamples.rotary();
      case ATTENTION -> AttentionSamples.attention();
    };
  }
}
