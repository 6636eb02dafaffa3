package dev.aulos.models.same;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;

/// Sound as patches: place `p`, channel `c·size + h` is sample `p·size + h` of channel `c`.
record Patches(int channels, int size) {
  /// (1, channels, n·size) → (1, n, channels·size).
  Tensor of(Tensor sound) {
    var n = sound.dim(2).floorDiv(size);
    return sound
        .reshape(Shape.of(Dim.of(channels), n, Dim.of(size)))
        .transpose(1, 0, 2) // (n, c, h)
        .reshape(Shape.of(Dim.of(1), n, Dim.of((long) channels * size)));
  }

  /// (1, n, channels·size) → (1, channels, n·size).
  Tensor sound(Tensor patches) {
    var n = patches.dim(1);
    return patches
        .reshape(Shape.of(n, Dim.of(channels), Dim.of(size)))
        .transpose(1, 0, 2) // (c, n, h)
        .reshape(Shape.of(Dim.of(1), Dim.of(channels), n.times(size)));
  }
}
