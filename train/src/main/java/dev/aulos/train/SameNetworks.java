package dev.aulos.train;

import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.models.same.SameConfig;
import dev.aulos.models.same.SameDecoder;
import dev.aulos.models.same.SameEncoder;
import dev.aulos.train.loss.SoftNormPenalty;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The transformer autoencoder of Stable Audio 3, with its SoftNorm bottleneck and the noise on new
/// tokens, where it has any. The sounds of a batch pass it as one, one after another.
public final class SameNetworks implements AutoencoderNetworks {
  private static final double BOTTLENECK_NOISE = 1e-3; // the bottleneck's own factor
  private static final String NOISE = "noise";
  private static final String TOKEN_NOISE = "token_noise";
  private static final String ENCODER_TOKEN_NOISE = "encoder_token_noise";

  private final SameConfig config;
  private final double latentNoise;
  private final boolean recomputes;
  private final LayeredGraph encoder;
  private final LayeredGraph decoder;

  /// The networks of a configuration.
  ///
  /// @param scope where the parameters lie, `pretransform.model` in full checkpoints
  /// @param latentNoise deviation of the noise that the decoder is to bear
  /// @param recomputes whether of the forward pass only the results of blocks are kept, which takes
  ///   less memory and more time
  public SameNetworks(SameConfig config, Scope scope, double latentNoise, boolean recomputes) {
    this.config = config;
    this.latentNoise = latentNoise;
    this.recomputes = recomputes;
    encoder = LayeredGraph.of(SameEncoder.of(scope, config)::graph);
    decoder = LayeredGraph.of(SameDecoder.of(scope, config)::graph);
  }

  @Override
  public Extents extents() {
    int granularity =
        leastCommonMultiple(
            config.encoder().neighbourhood().granularity(),
            config.decoder().neighbourhood().granularity());
    return new Extents(config.audioChannels(), config.latentChannels(), config.hop(), granularity);
  }

  @Override
  public Map<String, Shape> parameters() {
    var shapes = new LinkedHashMap<>(encoder.graph().parameters());
    shapes.putAll(decoder.graph().parameters());
    return shapes;
  }

  @Override
  public boolean isOfEncoder(String path) {
    return encoder.graph().parameters().containsKey(path);
  }

  @Override
  public boolean isFixed(String path) {
    return path.endsWith("inv_freq") || path.endsWith("running_std");
  }

  private static int leastCommonMultiple(int a, int b) {
    return a / BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).intValue() * b;
  }

  @Override
  public Map<String, Shape> draws(int crops, int frames) {
    var shapes = new LinkedHashMap<String, Shape>();
    shapes.put(NOISE, Shape.of(crops, config.latentChannels(), frames));
    long all = (long) crops * frames;
    var encoding = config.encoder();
    if (encoding.maskNoise() > 0) {
      shapes.put(ENCODER_TOKEN_NOISE, Shape.of(all, 1, encoding.width()));
    }
    var decoding = config.decoder();
    if (decoding.maskNoise() > 0) {
      shapes.put(TOKEN_NOISE, Shape.of(all, decoding.stride(), decoding.width()));
    }
    return shapes;
  }

  @Override
  public Pass pass(Trainable trainable, Tensor sound, Map<String, Tensor> drawn) {
    long b = sound.dim(0).fixed();
    var row = inARow(sound);
    var heard = new LinkedHashMap<>(Map.of("sound", row));
    put(heard, TOKEN_NOISE, drawn.get(ENCODER_TOKEN_NOISE));
    var latents = trainable.network(encoder, heard).output("latents");
    var given = new LinkedHashMap<>(Map.of("latents", latents));
    var noise = Objects.requireNonNull(drawn.get(NOISE), NOISE);
    given.put(NOISE, inARow(noise).mul((float) (latentNoise / BOTTLENECK_NOISE)));
    put(given, TOKEN_NOISE, drawn.get(TOKEN_NOISE));
    if (config.decoder().neighbourhood().granularity() > 1) { // all frames are real
      given.put("given", Tensor.constant((float) latents.dim(2).fixed()).reshape(Shape.of(1)));
    }
    var decoded = trainable.network(decoder, given).output("sound");
    return new Pass(apart(decoded, b), SoftNormPenalty.of(latents));
  }

  @Override
  public boolean recomputes() {
    return recomputes;
  }

  private static void put(Map<String, Tensor> given, String name, @Nullable Tensor draw) {
    if (draw != null) {
      given.put(name, draw);
    }
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
