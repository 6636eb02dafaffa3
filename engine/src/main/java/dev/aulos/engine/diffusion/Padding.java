package dev.aulos.engine.diffusion;

import dev.aulos.models.dit.PaddingRule;
import java.util.List;

/// Which frames of each item are real; the others fill it up to the length of the batch.
///
/// @param validFrames of each item, counted from the start
public record Padding(List<Integer> validFrames, Treatment treatment) {
  /// What the network makes of frames that are not real.
  public enum Treatment {
    /// Self-attention sees their keys, with values of zero: the reference on a processor.
    ZERO_VALUES,
    /// They take no part in self-attention and feed-forward, but get a prediction: the reference on
    /// a graphics card.
    DROP,
    /// They are left out, which for the real frames is the same as [#DROP] and costs less. Their
    /// prediction leads to data of zeros.
    CROP
  }

  /// Copies the list.
  public Padding {
    validFrames = List.copyOf(validFrames);
  }

  PaddingRule rule() {
    return switch (treatment) {
      case ZERO_VALUES -> PaddingRule.ZERO_VALUES;
      case DROP -> PaddingRule.DROP;
      case CROP -> PaddingRule.NONE;
    };
  }

  /// @throws IllegalArgumentException if this is not the padding of such a batch
  void check(int batch, int frames) {
    if (validFrames.size() != batch) {
      throw new IllegalArgumentException(
          "padding of " + validFrames.size() + " items, expected of " + batch);
    }
    for (int valid : validFrames) {
      if (valid < 0 || valid > frames) {
        throw new IllegalArgumentException(
            valid + " valid frames of " + frames + ", expected from 0 to " + frames);
      }
    }
  }
}
