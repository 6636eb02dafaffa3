package dev.aulos.train;

import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.same.SameConfig;
import dev.aulos.models.same.SameDecoder;
import dev.aulos.models.same.SameEncoder;
import dev.aulos.train.loss.SoftNormPenalty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The transformer autoencoder of Stable Audio 3, with its SoftNorm bottleneck. The sounds of a
/// batch pass it as one, one after another.
public final class SameNetworks implements AutoencoderNetworks {
  private static final double BOTTLENECK_NOISE = 1e-3; // the bottleneck's own factor

  private final SameConfig config;
  private final double latentNoise;
  private final Graph encoder;
  private final Graph decoder;

  /// The networks of a configuration.
  ///
  /// @param scope where the parameters lie, `pretransform.model` in full checkpoints
  /// @param latentNoise deviation of the noise that the decoder is to bear
  public SameNetworks(SameConfig config, Scope scope, double latentNoise) {
    this.config = config;
    this.latentNoise = latentNoise;
    encoder = SameEncoder.of(scope, config).graph(Probe.NONE);
    decoder = SameDecoder.of(scope, config).graph(Probe.NONE);
  }

  @Override
  public Extents extents() {
    return new Extents(config.audioChannels(), config.latentChannels(), config.hop());
  }

  @Override
  public Map<String, Shape> parameters() {
    var shapes = new LinkedHashMap<>(encoder.parameters());
    shapes.putAll(decoder.parameters());
    return shapes;
  }

  @Override
  public boolean isOfEncoder(String path) {
    return encoder.parameters().containsKey(path);
  }

  @Override
  public boolean isFixed(String path) {
    return path.endsWith("inv_freq") || path.endsWith("running_std");
  }

  @Override
  public Pass pass(Trainable trainable, Tensor sound, Tensor noise) {
    long b = sound.dim(0).fixed();
    var latents = trainable.network(encoder, Map.of("sound", inARow(sound))).output("latents");
    var scaled = inARow(noise).mul((float) (latentNoise / BOTTLENECK_NOISE));
    var given = Map.of("latents", latents, "noise", scaled);
    var decoded = trainable.network(decoder, given).output("sound");
    return new Pass(apart(decoded, b), SoftNormPenalty.of(latents), List.of());
  }

  private static Tensor inARow(Tensor batch) { // (b, c, n) → (1, c, b·n)
    long b = batch.dim(0).fixed();
    long c = batch.dim(1).fixed();
    return batch.transpose(1, 0, 2).reshape(1, c, b * batch.dim(2).fixed());
  }

  private static Tensor apart(Tensor row, long b) { // (1, c, b·n) → (b, c, n)
    long c = row.dim(1).fixed();
    return row.reshape(c, b, row.dim(2).fixed() / b).transpose(1, 0, 2);
  }

  @Override
  public Parameters initial(long seed) {
    var start = Parameters.initial(parameters(), Initialization.stableAudio3(), seed);
    if (config.audioChannels() == 2) { // stereo samples
      start.values().forEach(this::startAsCosines);
    }
    return start;
  }

  /// Maps of patches start as cosine transforms; where there are shortcuts, the whole starts as a
  /// codec that keeps the lowest frequencies.
  private void startAsCosines(String path, NdArray array) {
    int size = config.patch();
    var c = config.encoder();
    var lowest = new LowestFrequencies(c.stride(), c.width(), c.latentChannels());
    if (path.endsWith("encoder.layers.0.mapping.weight")) {
      new CosineBasis(size, (int) array.dim(0)).analysis(array);
    } else if (path.endsWith("decoder.layers.3.mapping.weight")) {
      new CosineBasis(size, (int) array.dim(1)).synthesis(array);
    } else if (path.endsWith("encoder.layers.0.shortcut.weight")) {
      lowest.gather(array);
    } else if (path.endsWith("encoder.layers.2.weight")) {
      lowest.choose(array);
    } else if (path.endsWith("decoder.layers.1.weight")) {
      lowest.place(array);
    } else if (path.endsWith("decoder.layers.3.shortcut.weight")) {
      lowest.scatter(array);
    }
  }

  @Override
  public Weights stored(Parameters parameters) {
    return parameters;
  }
}
