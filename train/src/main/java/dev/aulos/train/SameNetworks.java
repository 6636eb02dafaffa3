package dev.aulos.train;

import dev.aulos.graph.Dim;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Probe;
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
/// tokens, where it has any.
public final class SameNetworks implements AutoencoderNetworks {
  private static final double BOTTLENECK_NOISE = 1e-3; // the bottleneck's own factor
  private static final String NOISE = "noise";
  private static final String TOKEN_NOISE = "token_noise";
  private static final String ENCODER_TOKEN_NOISE = "encoder_token_noise";

  private final SameConfig config;
  private final Training training;
  private final NormalisedWeights weights;
  private final SameEncoder encoder;
  private final SameDecoder decoder;
  private final Map<String, Shape> ofEncoder;

  /// How the networks are trained.
  ///
  /// @param latentNoise deviation of the noise that the decoder is to bear
  /// @param normalised whether the maps of patches move as magnitudes and directions, and are
  ///   stored so, as the published ones are
  /// @param recomputes whether of the forward pass only the results of blocks are kept, which takes
  ///   less memory and more time
  public record Training(double latentNoise, boolean normalised, boolean recomputes) {
    /// As published models are trained.
    public static Training published() {
      return new Training(AutoencoderRecipe.LATENT_NOISE, true, true);
    }
  }

  /// The networks of a configuration.
  ///
  /// @param scope where the parameters lie, `pretransform.model` in full checkpoints
  public SameNetworks(SameConfig config, Scope scope, Training training) {
    this.config = config;
    this.training = training;
    weights = new NormalisedWeights(path -> training.normalised && path.endsWith("mapping.weight"));
    encoder = SameEncoder.of(scope, config);
    decoder = SameDecoder.of(scope, config);
    ofEncoder = weights.in(encoder.graph(Probe.NONE)).parameters();
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
    var shapes = new LinkedHashMap<>(ofEncoder);
    shapes.putAll(weights.in(decoder.graph(Probe.NONE)).parameters());
    return shapes;
  }

  @Override
  public boolean isOfEncoder(String path) {
    return ofEncoder.containsKey(path);
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
    int crops = (int) sound.dim(0).fixed();
    var heard = new LinkedHashMap<>(Map.of("sound", sound));
    put(heard, TOKEN_NOISE, drawn.get(ENCODER_TOKEN_NOISE));
    var encoding = weights.in(LayeredGraph.of(probe -> encoder.graph(crops, probe)));
    var latents = trainable.network(encoding, heard).output("latents");
    var given = new LinkedHashMap<>(Map.of("latents", latents));
    var noise = Objects.requireNonNull(drawn.get(NOISE), NOISE);
    given.put(NOISE, noise.mul((float) (training.latentNoise / BOTTLENECK_NOISE)));
    put(given, TOKEN_NOISE, drawn.get(TOKEN_NOISE));
    if (config.decoder().neighbourhood().granularity() > 1) { // all frames are real
      given.put("given", Tensor.constant((float) latents.dim(2).fixed()).reshape(Shape.of(1)));
    }
    var decoding = weights.in(LayeredGraph.of(probe -> decoder.graph(crops, probe)));
    var decoded = trainable.network(decoding, given).output("sound");
    return new Pass(decoded, SoftNormPenalty.of(inARow(latents)));
  }

  @Override
  public boolean recomputes() {
    return training.recomputes;
  }

  private static void put(Map<String, Tensor> given, String name, @Nullable Tensor draw) {
    if (draw != null) {
      given.put(name, draw);
    }
  }

  /// One after another, (b, c, n) → (1, c, b·n): a crop alone is too short to tell how channels are
  /// spread.
  private static Tensor inARow(Tensor batch) {
    var all = batch.dim(2).times(batch.dim(0));
    return batch.transpose(1, 0, 2).reshape(Shape.of(Dim.of(1), batch.dim(1), all));
  }

  @Override
  public Parameters initial(long seed) {
    var asked = new LinkedHashMap<>(encoder.graph(Probe.NONE).parameters());
    asked.putAll(decoder.graph(Probe.NONE).parameters());
    var start = Parameters.initial(asked, Initialization.stableAudio3(), seed);
    if (config.audioChannels() == 2) { // stereo samples
      start.values().forEach(this::startAsCosines);
    }
    return weights.of(start);
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
}
