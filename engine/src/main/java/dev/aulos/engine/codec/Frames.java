package dev.aulos.engine.codec;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;

/// Pieces of arrays (batch, channels, time).
final class Frames {
  private Frames() {}

  /// A copy of `length` positions from `start`.
  static NdArray copy(NdArray source, int start, int length) {
    var piece = NdArray.zeros(DType.F32, source.dim(0), source.dim(1), length);
    fill(piece, source, start);
    return piece;
  }

  /// Fills `piece` with the positions of `source` from `start`.
  static void fill(NdArray piece, NdArray source, int start) {
    paste(source, 0, piece, 0, (int) piece.dim(2), start);
  }

  /// Puts the part of `source`, whose first position stands for `start`, that covers `from` to `to`
  /// there into `target`.
  static void paste(NdArray source, int start, NdArray target, int from, int to) {
    paste(source, start, target, from, to, 0);
  }

  private static void paste(
      NdArray source, int start, NdArray target, int from, int to, int shift) {
    int rows = (int) (source.dim(0) * source.dim(1));
    for (int r = 0; r < rows; r++) {
      int first = (int) (r * source.dim(2)) + from - start + shift;
      int put = (int) (r * target.dim(2)) + from;
      var row = source.floats(first, first + to - from);
      target.floats(put, put + to - from).put(row);
    }
  }
}
