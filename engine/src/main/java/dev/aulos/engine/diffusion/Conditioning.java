package dev.aulos.engine.diffusion;

import dev.aulos.graph.NdArray;
import java.util.Arrays;
import java.util.Optional;

/// What a batch is to sound like, as the network takes it.
///
/// @param cross the tokens that cross-attention sees, (batch, tokens, width)
/// @param global the vector that applies everywhere, (batch, width)
/// @param negative tokens to be guided away from, shaped as `cross`; without them guidance is away
///   from zeros
/// @param local the condition of each frame; models that take none ignore zeros
/// @param padding absent if every frame is real
public record Conditioning(
    NdArray cross,
    NdArray global,
    Optional<NdArray> negative,
    LocalCondition local,
    Optional<Padding> padding) {
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
      if (!Arrays.equals(n.shape(), cross.shape())) {
        throw new IllegalArgumentException(
            "negative conditioning is " + n + ", expected the shape of " + cross);
      }
    });
  }

  /// Conditioning without a condition of each frame, every frame being real.
  public Conditioning(NdArray cross, NdArray global, Optional<NdArray> negative) {
    this(cross, global, negative, new LocalCondition.Zeros(), Optional.empty());
  }

  /// The same with a condition of each frame.
  public Conditioning withLocal(LocalCondition other) {
    return new Conditioning(cross, global, negative, other, padding);
  }

  /// The same with frames that are not real.
  public Conditioning withPadding(Padding other) {
    return new Conditioning(cross, global, negative, local, Optional.of(other));
  }

  /// Items in the batch.
  public int batch() {
    return (int) cross.dim(0);
  }
}
