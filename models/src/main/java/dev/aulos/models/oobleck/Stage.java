package dev.aulos.models.oobleck;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Graph;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Probe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// A run of layers computed together, tile by tile.
///
/// A tile of output computed from the input that [#needed] names equals that part of the whole, bit
/// for bit up to the order of sums: the layers' own zero padding falls either on the signal's ends
/// or outside the tile.
public final class Stage {
  private final String name;
  private final int channels;
  private final int up;
  private final int down;
  private final List<Layer> layers = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();

  /// @param channels channels of the input
  /// @param up output positions per input position, or 1
  /// @param down input positions per output position, or 1
  Stage(String name, int channels, int up, int down) {
    this.name = name;
    this.channels = channels;
    this.up = up;
    this.down = down;
  }

  Stage add(String label, Layer layer) {
    layers.add(layer);
    labels.add(label);
    return this;
  }

  /// Channels of the input.
  public int channels() {
    return channels;
  }

  /// Output positions per input position (1 for a stage that slows down).
  public int up() {
    return up;
  }

  /// Input positions per output position (1 for a stage that speeds up).
  public int down() {
    return down;
  }

  /// The input to give for a piece of the output: starts at a multiple of [#down], and may reach
  /// past the signal's ends, where it is to be cut off.
  public Span needed(Span output) {
    var span = output;
    for (int i = layers.size() - 1; i >= 0; i--) {
      span = layers.get(i).needed(span);
    }
    return new Span(
        Math.floorDiv(span.start(), (long) down) * down,
        -Math.floorDiv(-span.end(), (long) down) * down);
  }

  /// The graph: `x` (b, channels, time) → `y` (b, channels', time·up/down). The length of `x` is a
  /// multiple of [#down].
  public Graph graph(Probe probe) {
    var b = Dim.symbol("batch");
    var x = Tensor.input("x", Shape.of(b, Dim.of(channels), Dim.symbol("time").times(down)));
    var y = x;
    for (int i = 0; i < layers.size(); i++) {
      y = layers.get(i).apply(y);
      probe.see(labels.get(i), y);
    }
    var outputs = new LinkedHashMap<String, Tensor>();
    outputs.put("y", y);
    return Graph.of(name, outputs);
  }
}
