package dev.aulos.engine.codec;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Executable;
import dev.aulos.graph.Graph;
import dev.aulos.graph.Op;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.oobleck.Span;
import dev.aulos.models.oobleck.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One direction of a codec: its stages, ready to run.
final class CodecSide implements AutoCloseable {
  /// The widest activation a tile may have, in values: 16 MiB, so that a few of them stay in the
  /// processor's cache and memory is bounded.
  private static final double TILE_VALUES = 1 << 22;

  /// The most operations a layer of a tile may take: 100 ms on a common core, for a cancel waits
  /// for the layer that runs.
  private static final double NODE_FLOP = 8e9;

  private final List<Stage> stages;
  private final Tiles runner;
  private final List<Executable> executables = new ArrayList<>();
  private final List<Long> tiles = new ArrayList<>();

  CodecSide(Backend backend, List<Stage> stages, Weights weights) {
    this.stages = stages;
    var overlap = backend.overlap();
    runner = new Tiles(overlap.map(Backend.Overlap::runs).orElse(1));
    var compiler = overlap.map(Backend.Overlap::backend).orElse(backend);
    for (var stage : stages) {
      var graph = stage.graph(Probe.NONE);
      executables.add(compiler.compile(graph, weights));
      tiles.add(tile(stage, graph));
    }
  }

  /// The output of the last stage over a signal, of which `whole` will be asked for.
  StageSignal over(Signal source, Span whole) {
    var ends = new long[stages.size()];
    var span = whole;
    for (int i = stages.size() - 1; i >= 0; i--) {
      ends[i] = span.end();
      span = stages.get(i).needed(span);
    }
    Signal signal = source;
    StageSignal last = null;
    for (int i = 0; i < stages.size(); i++) {
      last =
          new StageSignal(stages.get(i), executables.get(i), signal, tiles.get(i), ends[i], runner);
      signal = last;
    }
    if (last == null) {
      throw new IllegalStateException("a codec has at least one stage");
    }
    return last;
  }

  /// Positions of output of the last stage computed at a time.
  long lastPiece() {
    return tiles.get(tiles.size() - 1) * runner.atOnce();
  }

  /// Positions of output computed at a time: as many as keep the widest activation and the longest
  /// node within bounds.
  private static long tile(Stage stage, Graph graph) {
    long probe = 1024; // what a length of so many positions costs tells what one costs
    var lengths = Map.of("batch", 1L, "time", probe);
    double widest = 1;
    double longest = 1;
    for (var node : graph.nodes()) {
      if (node.shape().rank() == 3 && !node.shape().isFixed()) {
        widest = Math.max(widest, size(node.shape().at(lengths)));
        longest = Math.max(longest, flop(node, lengths));
      }
    }
    double share = Math.min(TILE_VALUES / widest, NODE_FLOP / longest);
    long outputs = (long) (probe * stage.up() * share);
    return Math.max(1, outputs / stage.up()) * stage.up();
  }

  /// The operations of a convolution; 0 for other nodes.
  private static double flop(Tensor node, Map<String, Long> lengths) {
    if (node.op() instanceof Op.Conv1d || node.op() instanceof Op.ConvTranspose1d) {
      var input = node.inputs().get(0).shape().at(lengths);
      var output = node.shape().at(lengths);
      boolean up = node.op() instanceof Op.ConvTranspose1d;
      return 2 * size(node.inputs().get(1).shape().fixed()) * (up ? input[2] : output[2]);
    }
    return 0;
  }

  private static double size(long[] shape) {
    double size = 1;
    for (long extent : shape) {
      size *= extent;
    }
    return size;
  }

  @Override
  public void close() {
    runner.close();
    executables.forEach(Executable::close);
  }
}
