package dev.aulos.models.t5gemma;

import dev.aulos.graph.Dim;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Op;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;

/// The rotary angles of tokens 0, 1, … as cosines and sines, both (n, headSize / 2).
record Positions(Tensor cos, Tensor sin) {
  static Positions of(Dim n, T5GemmaConfig config) {
    var angles =
        Tensor.iota(n)
            .reshape(Shape.of(n, Dim.of(1)))
            .mul(Tensor.constant(inverseFrequencies(config)));
    return new Positions(angles.cos(), angles.sin());
  }

  /// `base^(−2j/d)`, rounded to F32 at each step as the reference does.
  private static NdArray inverseFrequencies(T5GemmaConfig config) {
    int size = config.headSize();
    var frequencies = new float[size / 2];
    for (int j = 0; j < frequencies.length; j++) {
      frequencies[j] = 1 / (float) Math.pow(config.ropeBase(), (float) (2 * j) / size);
    }
    return NdArray.of(frequencies, frequencies.length);
  }

  /// Turns queries or keys (b, n, heads·headSize).
  Tensor turn(Tensor x, int heads) {
    return Tensor.of(new Op.Rotary(heads), x, cos, sin);
  }
}
