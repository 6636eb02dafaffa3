package dev.aulos.train;

import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.CodecConfig;
import dev.aulos.models.oobleck.Oobleck;
import dev.aulos.models.oobleck.Stage;
import dev.aulos.train.loss.GaussianBottleneck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The convolutional autoencoder of Stable Audio Open, with its variational bottleneck: the decoder
/// gets a draw of what the encoder says.
///
/// Weights move as magnitudes and directions, as the published trainer moves them, and are stored
/// so.
public final class OobleckNetworks implements AutoencoderNetworks {
  private static final String NOISE = "noise";
  private static final NormalisedWeights WEIGHTS =
      new NormalisedWeights(path -> path.endsWith(".weight"));

  private final CodecConfig config;
  private final Map<String, Shape> asked;
  private final List<LayeredGraph> encoder;
  private final List<LayeredGraph> decoder;

  /// The networks of a configuration.
  ///
  /// @param scope where the parameters lie, `pretransform.model` in full checkpoints
  public OobleckNetworks(CodecConfig config, Scope scope) {
    this.config = config;
    var encoding = layers(Oobleck.encoder(scope.at("encoder"), config.encoder()));
    var decoding = layers(Oobleck.decoder(scope.at("decoder"), config.decoder()));
    asked = parameters(encoding, decoding);
    encoder = encoding.stream().map(WEIGHTS::in).toList();
    decoder = decoding.stream().map(WEIGHTS::in).toList();
  }

  private static List<LayeredGraph> layers(List<Stage> stages) {
    return stages.stream().map(stage -> LayeredGraph.of(stage::graph)).toList();
  }

  private static Map<String, Shape> parameters(
      List<LayeredGraph> encoder, List<LayeredGraph> decoder) {
    var shapes = new LinkedHashMap<String, Shape>();
    encoder.forEach(part -> shapes.putAll(part.graph().parameters()));
    decoder.forEach(part -> shapes.putAll(part.graph().parameters()));
    return shapes;
  }

  @Override
  public Extents extents() {
    return new Extents(config.encoder().audioChannels(), config.latentChannels(), config.hop(), 1);
  }

  @Override
  public Map<String, Shape> parameters() {
    return parameters(encoder, decoder);
  }

  @Override
  public boolean isOfEncoder(String path) {
    return encoder.stream().anyMatch(part -> part.graph().parameters().containsKey(path));
  }

  @Override
  public boolean isFixed(String path) {
    return false;
  }

  @Override
  public Parameters initial(long seed) {
    return WEIGHTS.of(Parameters.initial(asked, Initialization.oobleck(), seed));
  }

  @Override
  public Map<String, Shape> draws(int crops, int frames) {
    return Map.of(NOISE, Shape.of(crops, config.latentChannels(), frames));
  }

  @Override
  public Pass pass(Trainable trainable, Tensor sound, Map<String, Tensor> drawn) {
    var bottleneck = GaussianBottleneck.of(apply(trainable, encoder, sound));
    var latents = bottleneck.sample(Objects.requireNonNull(drawn.get(NOISE), NOISE));
    return new Pass(apply(trainable, decoder, latents), bottleneck.divergence());
  }

  private static Tensor apply(Trainable trainable, List<LayeredGraph> network, Tensor x) {
    var y = x;
    for (var part : network) {
      y = trainable.network(part, Map.of("x", y)).output("y");
    }
    return y;
  }

  @Override
  public boolean recomputes() {
    return true; // the widest signals are as long as the sound
  }
}
