package dev.aulos.engine.codec;

import dev.aulos.models.same.SameStack;
import java.util.ArrayList;
import java.util.List;

/// One run of one side of SAME: frames `start` to `end` go through it, of which `from` to `to` are
/// kept. Passes follow one another without a gap in what they keep.
record SamePass(int start, int end, int from, int to) {
  /// Frames in a pass, where the reference prescribes none.
  private static final int LENGTH = 128;

  int frames() {
    return end - start;
  }

  /// The reference's passes over `frames`: its chunks, each with the frames that no later one
  /// overwrites, or one pass over all, and over what fills them up, if they are fewer than a chunk.
  static List<SamePass> reference(Chunking chunking, int frames, SameStack stack) {
    var pieces = chunking.over(frames);
    if (pieces.isEmpty()) {
      return List.of(new SamePass(0, frames, 0, stack.padded(frames)));
    }
    var passes = new ArrayList<SamePass>();
    for (int i = 0; i < pieces.size(); i++) {
      var piece = pieces.get(i);
      int to = i + 1 < pieces.size() ? pieces.get(i + 1).from() : frames;
      passes.add(new SamePass(piece.start(), piece.start() + chunking.chunk(), piece.from(), to));
    }
    return passes;
  }

  /// Passes of bounded length that together equal one pass over all `frames`: each reaches as far
  /// beyond what it keeps as the network sees.
  static List<SamePass> tiled(int frames, SameStack stack) {
    int total = stack.padded(frames);
    if (total <= LENGTH) {
      return List.of(new SamePass(0, frames, 0, total));
    }
    int reach = stack.padded(stack.reach());
    int kept = stack.padded(Math.max(LENGTH - 2 * reach, 2 * reach));
    var passes = new ArrayList<SamePass>();
    for (int at = 0; at < total; at += kept) {
      int to = Math.min(total, at + kept);
      passes.add(new SamePass(Math.max(0, at - reach), Math.min(frames, to + reach), at, to));
    }
    return passes;
  }
}
