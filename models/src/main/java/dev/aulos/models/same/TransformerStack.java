package dev.aulos.models.same;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Probe;
import java.util.ArrayList;
import java.util.List;

/// The blocks between patches and latent frames, on sequences of groups of tokens.
record TransformerStack(SameStack config, List<SameBlock> blocks) {
  static TransformerStack of(Scope w, SameStack config) {
    var blocks = new ArrayList<SameBlock>();
    for (int i = 0; i < config.depth(); i++) {
      blocks.add(SameBlock.of(w.at("transformers", i), config, i));
    }
    return new TransformerStack(config, List.copyOf(blocks));
  }

  /// (b, frames·group, d) → the same shape; frames is a multiple of the granularity.
  Tensor apply(Tensor h, Probe probe) {
    return switch (config.neighbourhood()) {
      case Neighbourhood.Chunks chunks -> inChunks(h, chunks, probe);
      case Neighbourhood.Window window -> {
        var groups = h.dim(1).floorDiv(config.group());
        var sight =
            Sight.Window.over(h.dim(0), groups, config.group(), window.before(), window.after());
        yield run(0, blocks.size(), h, sight, h.dim(0), probe);
      }
    };
  }

  /// Each chunk alone, and then, from halfway down, chunks that start half a chunk earlier; the
  /// outer halves are given the sequence's first and last tokens again for company.
  private Tensor inChunks(Tensor h, Neighbourhood.Chunks chunks, Probe probe) {
    var b = h.dim(0);
    var n = h.dim(1);
    int chunk = chunks.frames() * config.group();
    int middle = chunks.isShifted() ? blocks.size() / 2 : blocks.size();
    var upper = flat(run(0, middle, chunked(h, chunk), new Sight.Row(), b, probe), b);
    if (!chunks.isShifted()) {
      return upper;
    }
    int shift = chunk / 2;
    var first = upper.slice(1, 0, shift);
    var last = upper.slice(1, n.plus(-shift), n);
    var shifted = chunked(Tensor.concat(1, first, upper, last), chunk);
    var lower = flat(run(middle, blocks.size(), shifted, new Sight.Row(), b, probe), b);
    return lower.slice(1, Dim.of(shift), n.plus(shift));
  }

  private Tensor run(int from, int to, Tensor x, Sight sight, Dim b, Probe probe) {
    var h = x;
    for (int i = from; i < to; i++) {
      h = blocks.get(i).apply(h, sight);
      probe.see("rows" + i, h);
      probe.see("block" + i, flat(h, b));
    }
    return h;
  }

  private static Tensor chunked(Tensor h, int chunk) { // (b, n, d) → (b·n/chunk, chunk, d)
    var rows = h.dim(1).floorDiv(chunk).times(h.dim(0));
    return h.reshape(Shape.of(rows, Dim.of(chunk), h.dim(2)));
  }

  private static Tensor flat(Tensor h, Dim b) { // (b·n/chunk, chunk, d) → (b, n, d)
    var n = h.dim(0).times(h.dim(1)).floorDiv(b.fixed());
    return h.reshape(Shape.of(b, n, h.dim(2)));
  }
}
