package dev.aulos.models.same;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;

/// Sound as patches: place `p`, channel `c·size + h` is sample `p·size + h` of channel `c`.
record Patches(int channels, int size) {
  /// (b, channels, n·size) → (b, n, channels·size).
  Tensor of(Tensor sound) {
    var b = sound.dim(0);
    var n = sound.dim(2).floorDiv(size);
    return sound
        .reshape(Shape.of(b, Dim.of(channels), n, Dim.of(size)))
        .transpose(0, 2, 1, 3) // (b, n, c, h)
        .reshape(Shape.of(b, n, Dim.of((long) channels * size)));
  }

  /// (b, n, channels·size) → (b, channels, n·size).
  Tensor sound(Tensor patches) {
    var b = patches.dim(0);
    var n = patches.dim(1);
    return patches
        .reshape(Shape.of(b, n, Dim.of(channels), Dim.of(size)))
        .transpose(0, 2, 1, 3) // (b, c, n, h)
        .reshape(Shape.of(b, Dim.of(channels), n.times(size)));
  }
}
