package dev.aulos.engine.files;

import dev.aulos.graph.Graph;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.Autoencoder;
import dev.aulos.models.Conditioner;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.conditioner.NumberConditioner;
import dev.aulos.models.dit.Dit;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.oobleck.Oobleck;
import dev.aulos.models.same.SameConfig;
import dev.aulos.models.same.SameDecoder;
import dev.aulos.models.same.SameEncoder;
import dev.aulos.weights.WeightContract;
import dev.aulos.weights.WeightFormatException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The parameters that a model's networks ask a checkpoint for, by name, with their shapes.
public final class Inventory {
  private final Map<String, long[]> shapes = new LinkedHashMap<>();

  private Inventory() {}

  /// All parameters of a model but its text encoder's. Weight normalisation counts as folded.
  public static Map<String, long[]> of(ModelConfig config) {
    var inventory = new Inventory();
    switch (config) {
      case ModelConfig.Codec c -> inventory.add(c.autoencoder(), Scope.root());
      case ModelConfig.TextToAudio t -> inventory.add(t);
    }
    return inventory.shapes;
  }

  /// Refuses weights that lack a tensor below one of these prefixes, have it in another shape, or
  /// hold one there that nothing asks for.
  ///
  /// @throws WeightFormatException naming the tensors
  public static void check(ModelConfig config, Weights weights, String... prefixes)
      throws WeightFormatException {
    var expected = of(config);
    for (var prefix : prefixes) {
      var part = new LinkedHashMap<String, long[]>();
      expected.forEach((path, shape) -> {
        if (path.startsWith(prefix)) {
          part.put(path, shape);
        }
      });
      WeightContract.of(part, prefix).tolerating(Inventory::isUnused).check(weights);
    }
  }

  /// Whether published checkpoints hold a tensor that nothing asks for.
  private static boolean isUnused(String path) {
    return path.endsWith("bottleneck.noise_scaling_factor"); // without elements
  }

  private void add(ModelConfig.TextToAudio config) {
    var dit = Dit.of(Scopes.TRANSFORMER, config.dit());
    add(dit.conditioningGraph(Probe.NONE));
    add(dit.stepGraph(Probe.NONE));
    for (var conditioner : config.conditioners()) {
      add(conditioner, config.conditionWidth());
    }
    config.autoencoder().ifPresent(autoencoder -> add(autoencoder, Scopes.CODEC));
  }

  private void add(Conditioner conditioner, int width) {
    var scope = Scopes.CONDITIONERS.at(conditioner.id());
    switch (conditioner) {
      case Conditioner.Quantity quantity ->
          add(NumberConditioner.of(scope, quantity, width).graph(Probe.NONE));
      case Conditioner.Text text -> {
        if (text.family() == Conditioner.Text.Family.T5_GEMMA) {
          shapes.put(scope + "padding_embedding", new long[] {width});
        }
      }
    }
  }

  private void add(Autoencoder autoencoder, Scope scope) {
    switch (autoencoder) {
      case Autoencoder.Oobleck(var codec) -> {
        for (var stage : Oobleck.encoder(scope.at("encoder"), codec.encoder())) {
          add(stage.graph(Probe.NONE));
        }
        for (var stage : Oobleck.decoder(scope.at("decoder"), codec.decoder())) {
          add(stage.graph(Probe.NONE));
        }
      }
      case Autoencoder.Same(var codec) -> add(codec, scope);
      case Autoencoder.Spectral(var codec) -> add(codec.network(), scope);
    }
  }

  private void add(SameConfig codec, Scope scope) {
    add(SameEncoder.of(scope, codec).graph(Probe.NONE));
    add(SameDecoder.of(scope, codec).graph(Probe.NONE));
  }

  private void add(Graph graph) {
    graph.parameters().forEach((path, shape) -> shapes.put(path, shape.fixed()));
  }
}
