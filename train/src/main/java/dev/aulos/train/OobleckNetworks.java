package dev.aulos.train;

import dev.aulos.graph.Graph;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.models.CodecConfig;
import dev.aulos.models.oobleck.Oobleck;
import dev.aulos.models.oobleck.Stage;
import dev.aulos.train.loss.GaussianBottleneck;
import dev.aulos.weights.WeightViews;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The convolutional autoencoder of Stable Audio Open, with its variational bottleneck: the decoder
/// gets a draw of what the encoder says. Of the forward pass no more is kept than the results of
/// layers, as the widest signals are as long as the sound.
///
/// Weights move as they are multiplied with; files have them as lengths and directions, as the
/// published ones do.
public final class OobleckNetworks implements AutoencoderNetworks {
  private final CodecConfig config;
  private final List<Layers> encoder;
  private final List<Layers> decoder;

  /// A stage whose outputs are those of all its layers.
  private record Layers(Graph graph) {
    private static final String LAST = "y";

    static Layers of(Stage stage) {
      var values = new LinkedHashMap<String, Tensor>();
      var whole = stage.graph(values::put);
      values.put(LAST, whole.output(LAST));
      return new Layers(Graph.of(whole.name(), values));
    }

    Tensor apply(Trainable trainable, Tensor x, List<Tensor> seen) {
      var laid = trainable.network(graph, Map.of("x", x));
      graph.outputs().keySet().forEach(label -> seen.add(laid.output(label)));
      return laid.output(LAST);
    }
  }

  /// The networks of a configuration.
  ///
  /// @param scope where the parameters lie, `pretransform.model` in full checkpoints
  public OobleckNetworks(CodecConfig config, Scope scope) {
    this.config = config;
    encoder = layers(Oobleck.encoder(scope.at("encoder"), config.encoder()));
    decoder = layers(Oobleck.decoder(scope.at("decoder"), config.decoder()));
  }

  private static List<Layers> layers(List<Stage> stages) {
    return stages.stream().map(Layers::of).toList();
  }

  @Override
  public Extents extents() {
    return new Extents(config.encoder().audioChannels(), config.latentChannels(), config.hop());
  }

  @Override
  public Map<String, Shape> parameters() {
    var shapes = new LinkedHashMap<String, Shape>();
    encoder.forEach(part -> shapes.putAll(part.graph.parameters()));
    decoder.forEach(part -> shapes.putAll(part.graph.parameters()));
    return shapes;
  }

  @Override
  public boolean isOfEncoder(String path) {
    return encoder.stream().anyMatch(part -> part.graph.parameters().containsKey(path));
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
  public Pass pass(Trainable trainable, Tensor sound, Tensor noise) {
    var seen = new ArrayList<Tensor>();
    var bottleneck = GaussianBottleneck.of(apply(trainable, encoder, sound, seen));
    var latents = bottleneck.sample(noise);
    var decoded = apply(trainable, decoder, latents, seen);
    return new Pass(decoded, bottleneck.divergence(), seen);
  }

  private static Tensor apply(
      Trainable trainable, List<Layers> network, Tensor x, List<Tensor> seen) {
    var y = x;
    for (var part : network) {
      y = part.apply(trainable, y, seen);
    }
    return y;
  }

  @Override
  public Weights stored(Parameters parameters) {
    return WeightViews.inWeightNorm(parameters, path -> path.endsWith(".weight"));
  }
}
