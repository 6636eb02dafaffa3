package dev.aulos.engine.codec;

import dev.aulos.models.same.SameStack;
import java.util.ArrayList;
import java.util.List;

/// One run of one side of SAME: frames `start` to `end` go through it, of which `from` to `to` are
/// kept. Passes follow one another without a gap in what they keep.
///
/// @param drawn frames that the reference draws noise for, at least those that go through
record SamePass(int start, int end, int from, int to, int drawn) {
  /// Frames in a pass, where the reference prescribes none.
  private static final int LENGTH = 128;

  /// A pass with noise for all its frames.
  SamePass(int start, int end, int from, int to) {
    this(start, end, from, to, end - start);
  }

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

  /// The passes that give the frames before `needed`, each without the frames that those do not
  /// depend on.
  static List<SamePass> upTo(int needed, List<SamePass> passes, SameStack stack) {
    var enough = new ArrayList<SamePass>();
    for (var pass : passes) {
      if (enough.isEmpty() || pass.from < needed) {
        enough.add(pass.upTo(Math.max(pass.from + 1, needed), stack));
      }
    }
    return enough;
  }

  private SamePass upTo(int needed, SameStack stack) {
    if (needed >= to) {
      return this;
    }
    int seen = start + stack.padded(needed - start + stack.reach());
    return new SamePass(start, Math.min(end, seen), from, needed, drawn);
  }
}
