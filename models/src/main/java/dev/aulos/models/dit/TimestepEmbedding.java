package dev.aulos.models.dit;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Linear;
import dev.aulos.models.nn.Probe;
import java.util.Optional;

/// The diffusion time as a vector: Fourier features, then an MLP.
///
/// With learned frequencies w the features are `[cos 2πtw, sin 2πtw]` of the input `t`; else they
/// are given as the input `time_features`, since their arguments are too large for cos and sin of
/// some backends.
record TimestepEmbedding(Optional<Tensor> frequencies, Linear in, Linear out) {
  static TimestepEmbedding of(Scope w, DitConfig c) {
    int features = DitConfig.TIME_FEATURES;
    return new TimestepEmbedding(
        c.expoTimes() ? Optional.empty() : Optional.of(learned(w, features / 2)),
        Linear.of(w.at("to_timestep_embed", 0), features, c.width()),
        Linear.of(w.at("to_timestep_embed", 2), c.width(), c.width()));
  }

  private static Tensor learned(Scope w, int count) {
    return w.at("timestep_features").param("weight", count, 1).reshape(1, count);
  }

  Tensor apply(Dim batch, Probe probe) { // → (b, width)
    var features = frequencies.isPresent() ? features(batch, frequencies.get()) : given(batch);
    probe.see("timestep_features", features);
    var embedding = out.apply(in.apply(features).silu());
    probe.see("timestep_embed", embedding);
    return embedding;
  }

  private static Tensor features(Dim batch, Tensor w) {
    var t = Tensor.input("t", Shape.of(batch));
    var turns = t.reshape(Shape.of(batch, Dim.of(1))).mul((float) (2 * Math.PI)).mul(w);
    return Tensor.concat(-1, turns.cos(), turns.sin()); // (b, 256)
  }

  private static Tensor given(Dim batch) {
    return Tensor.input("time_features", Shape.of(batch, Dim.of(DitConfig.TIME_FEATURES)));
  }
}
