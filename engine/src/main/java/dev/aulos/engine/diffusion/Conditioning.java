package dev.aulos.engine.diffusion;

import dev.aulos.graph.NdArray;
import java.util.Optional;

/// What a batch is to sound like, as the network takes it.
///
/// @param cross the tokens that cross-attention sees, (batch, tokens, width)
/// @param global the vector that applies everywhere, (batch, width)
/// @param negative tokens to be guided away from, shaped as `cross`; without them guidance is away
///   from zeros
public record Conditioning(NdArray cross, NdArray global, Optional<NdArray> negative) {
  /// Checks that the shapes agree.
  public Conditioning {
    if (cross.rank() != 3 || global.rank() != 2 || cross.dim(0) != global.dim(0)) {
      throw new IllegalArgumentException(
          "conditioning of "
              + cross
              + " and "
              + global
              + ", expected (batch, tokens, width) and (batch, width)");
    }
    negative.ifPresent(n -> {
      if (!java.util.Arrays.equals(n.shape(), cross.shape())) {
        throw new IllegalArgumentException(
            "negative conditioning is " + n + ", expected the shape of " + cross);
      }
    });
  }

  /// Items in the batch.
  public int batch() {
    return (int) cross.dim(0);
  }
}
