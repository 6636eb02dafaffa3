package dev.aulos.train;

import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.models.CodecConfig;
import dev.aulos.models.oobleck.Oobleck;
import dev.aulos.models.oobleck.Stage;
import dev.aulos.train.loss.GaussianBottleneck;
import dev.aulos.weights.WeightViews;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The convolutional autoencoder of Stable Audio Open, with its variational bottleneck: the decoder
/// gets a draw of what the encoder says.
///
/// Weights move as they are multiplied with; files have them as lengths and directions, as the
/// published ones do.
public final class OobleckNetworks implements AutoencoderNetworks {
  private static final String NOISE = "noise";

  private final CodecConfig config;
  private final List<LayeredGraph> encoder;
  private final List<LayeredGraph> decoder;

  /// The networks of a configuration.
  ///
  /// @param scope where the parameters lie, `pretransform.model` in full checkpoints
  public OobleckNetworks(CodecConfig config, Scope scope) {
    this.config = config;
    encoder = layers(Oobleck.encoder(scope.at("encoder"), config.encoder()));
    decoder = layers(Oobleck.decoder(scope.at("decoder"), config.decoder()));
  }

  private static List<LayeredGraph> layers(List<Stage> stages) {
    return stages.stream().map(stage -> LayeredGraph.of(stage::graph)).toList();
  }

  @Override
  public Extents extents() {
    return new Extents(config.encoder().audioChannels(), config.latentChannels(), config.hop(), 1);
  }

  @Override
  public Map<String, Shape> parameters() {
    var shapes = new LinkedHashMap<String, Shape>();
    encoder.forEach(part -> shapes.putAll(part.graph().parameters()));
    decoder.forEach(part -> shapes.putAll(part.graph().parameters()));
    return shapes;
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
    return Parameters.initial(parameters(), Initialization.oobleck(), seed);
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

  @Override
  public Weights stored(Parameters parameters) {
    return WeightViews.inWeightNorm(parameters, path -> path.endsWith(".weight"));
  }
}
