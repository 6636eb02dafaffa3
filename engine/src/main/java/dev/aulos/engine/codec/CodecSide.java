package dev.aulos.engine.codec;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Executable;
import dev.aulos.graph.Graph;
import dev.aulos.graph.Weights;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.oobleck.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One direction of a codec: its stages, ready to run.
final class CodecSide implements AutoCloseable {
  /// The widest activation a tile may have, in values: 16 MiB, so that a few of them stay in the
  /// processor's cache and one layer of a tile takes a fraction of the time a cancel may take.
  private static final long TILE_VALUES = 1 << 22;

  private final List<Stage> stages;
  private final List<Executable> executables = new ArrayList<>();
  private final List<Long> tiles = new ArrayList<>();

  CodecSide(Backend backend, List<Stage> stages, Weights weights) {
    this.stages = stages;
    for (var stage : stages) {
      var graph = stage.graph(Probe.NONE);
      executables.add(backend.compile(graph, weights));
      tiles.add(tile(stage, graph));
    }
  }

  /// The output of the last stage over a signal.
  StageSignal over(Signal source) {
    Signal signal = source;
    StageSignal last = null;
    for (int i = 0; i < stages.size(); i++) {
      last = new StageSignal(stages.get(i), executables.get(i), signal, tiles.get(i));
      signal = last;
    }
    if (last == null) {
      throw new IllegalStateException("a codec has at least one stage");
    }
    return last;
  }

  /// Positions of output of the last stage computed at a time.
  long lastTile() {
    return tiles.get(tiles.size() - 1);
  }

  private static long tile(Stage stage, Graph graph) {
    long probeLength = 1024;
    long widest = 0;
    for (var node : graph.nodes()) {
      if (node.shape().rank() == 3 && !node.shape().isFixed()) {
        long values = 1;
        for (long d : node.shape().at(Map.of("batch", 1L, "time", probeLength))) {
          values *= d;
        }
        widest = Math.max(widest, values);
      }
    }
    long outputs = probeLength * stage.up();
    return Math.max(1, TILE_VALUES * outputs / widest / stage.up() * stage.up());
  }

  @Override
  public void close() {
    executables.forEach(Executable::close);
  }
}
