package dev.aulos.engine.files;

import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import dev.aulos.models.dit.DitConfig;
import dev.aulos.weights.WeightFormatException;
import dev.aulos.weights.WeightViews;
import java.util.Map;

/// Stored weights made into those that networks ask for.
public final class PreparedWeights {
  private static final String FREQUENCIES = "model.model.transformer.rotary_pos_emb.inv_freq";

  private PreparedWeights() {}

  /// With weight normalisation folded.
  public static Weights of(Weights stored) throws WeightFormatException {
    return WeightViews.foldingWeightNorm(stored);
  }

  /// The same, and the transformer's rotary frequencies, which layouts other than the original do
  /// not store: `10000^(−2j/R)` for R rotated channels.
  public static Weights of(Weights stored, DitConfig config) throws WeightFormatException {
    var folded = of(stored);
    if (folded.paths().contains(FREQUENCIES)) {
      return folded;
    }
    var frequencies = frequencies(config.rotaryChannels() / 2);
    return WeightViews.overriding(folded, Map.of(FREQUENCIES, frequencies));
  }

  /// The frequencies of so many pairs of rotated channels.
  static NdArray frequencies(int pairs) {
    var frequencies = new float[pairs];
    for (int j = 0; j < pairs; j++) {
      frequencies[j] = 1 / (float) Math.pow(10_000, (float) j / pairs);
    }
    return NdArray.of(frequencies, pairs);
  }
}
