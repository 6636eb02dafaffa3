package dev.aulos.engine.codec;

import java.util.ArrayList;
import java.util.List;

/// The reference's way of coding long signals in overlapping chunks, for results equal to its own.
///
/// Decoding in chunks whose overlap exceeds the network's reach changes nothing, and [OobleckCodec]
/// needs no chunks to bound its memory. Encoding in chunks draws the bottleneck's noise per chunk,
/// so that a seed gives another latent than encoding at once.
///
/// @param chunk latent frames per chunk
/// @param overlap latent frames shared by neighbours
public record Chunking(int chunk, int overlap) {
  /// What the reference uses where a configuration says `chunked` and no more.
  public static final Chunking DEFAULT = new Chunking(128, 32);

  /// One chunk, however long the signal.
  public static final Chunking WHOLE = new Chunking(Integer.MAX_VALUE, 0);

  /// Checks the ranges.
  public Chunking {
    if (chunk < 1 || overlap < 0 || overlap >= chunk) {
      throw new IllegalArgumentException(
          "chunks of "
              + chunk
              + " frames with overlap "
              + overlap
              + ", expected 0 ≤ overlap < chunk");
    }
  }

  /// One chunk: frames `start` to `start + chunk` are coded, of which `from` to `to` are kept.
  record Piece(int start, int from, int to) {}

  /// The chunks that cover `frames`, in order; later ones win where two keep the same frame. Empty
  /// if the signal is shorter than one chunk, which then is coded at once.
  List<Piece> over(int frames) {
    var pieces = new ArrayList<Piece>();
    if (frames < chunk) {
      return pieces;
    }
    int hop = chunk - overlap;
    int start = 0;
    for (; start + chunk <= frames; start += hop) {
      pieces.add(piece(start, frames));
    }
    if (start - hop + chunk != frames) {
      pieces.add(piece(frames - chunk, frames));
    }
    return pieces;
  }

  private Piece piece(int start, int frames) {
    int trim = overlap / 2;
    int end = start + chunk;
    return new Piece(start, start == 0 ? 0 : start + trim, end == frames ? end : end - trim);
  }
}
