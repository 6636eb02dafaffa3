package dev.aulos.recipe;

import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import dev.aulos.weights.WeightViews;
import java.util.LinkedHashMap;

/// Brings every channel of an autoencoder's latents to a deviation of 1, so that a flow model
/// learns quiet channels, which carry the fine detail, as well as loud ones.
///
/// It becomes part of the weights: the bottleneck's scale and bias, and the decoder's projection
/// that meets the latents first. The sound of the autoencoder stays what it is.
///
/// @param deviations of the channels as the encoder gives them, each above 0
public record LatentScale(double[] deviations) {
  private static final String MODEL = "pretransform.model.";
  private static final String SCALE = MODEL + "bottleneck.scaling_factor";
  private static final String BIAS = MODEL + "bottleneck.bias";
  private static final String PROJECTION = MODEL + "decoder.layers.1.weight";

  /// Copies the array.
  public LatentScale {
    deviations = deviations.clone();
  }

  /// Latents (channels, frames) as the flow model sees them.
  float[] of(float[] latents) {
    var scaled = new float[latents.length];
    int frames = latents.length / deviations.length;
    for (int i = 0; i < latents.length; i++) {
      scaled[i] = (float) (latents[i] / deviations[i / frames]);
    }
    return scaled;
  }

  /// The autoencoder whose latents are so.
  public Weights in(Weights autoencoder) {
    var changed = new LinkedHashMap<String, NdArray>();
    for (var path : new String[] {SCALE, BIAS}) {
      var stored = autoencoder.get(path).toF32();
      changed.put(path, NdArray.of(of(stored.toFloats()), stored.shape()));
    }
    var projection = autoencoder.get(PROJECTION).toF32(); // (width, channels)
    var values = projection.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] *= (float) deviations[i % deviations.length];
    }
    changed.put(PROJECTION, NdArray.of(values, projection.shape()));
    return WeightViews.overriding(autoencoder, changed);
  }
}
