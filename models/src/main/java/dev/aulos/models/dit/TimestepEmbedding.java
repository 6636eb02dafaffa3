package dev.aulos.models.dit;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Linear;
import dev.aulos.models.nn.Probe;

/// The diffusion time as a vector: learned Fourier features `[cos 2πtw, sin 2πtw]`, then an MLP.
record TimestepEmbedding(Tensor frequencies, Linear in, Linear out) {
  private static final int FEATURES = 256;

  static TimestepEmbedding of(Scope w, int width) {
    return new TimestepEmbedding(
        w.at("timestep_features").param("weight", FEATURES / 2, 1).reshape(1, FEATURES / 2),
        Linear.of(w.at("to_timestep_embed", 0), FEATURES, width),
        Linear.of(w.at("to_timestep_embed", 2), width, width));
  }

  Tensor apply(Tensor t, Probe probe) { // (b) → (b, width)
    var turns =
        t.reshape(Shape.of(t.dim(0), Dim.of(1))).mul((float) (2 * Math.PI)).mul(frequencies);
    var features = Tensor.concat(-1, turns.cos(), turns.sin()); // (b, 256)
    probe.see("timestep_features", features);
    var embedding = out.apply(in.apply(features).silu());
    probe.see("timestep_embed", embedding);
    return embedding;
  }
}
