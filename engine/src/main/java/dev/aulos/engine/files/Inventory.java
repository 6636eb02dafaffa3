package dev.aulos.engine.files;

import dev.aulos.graph.Graph;
import dev.aulos.graph.Scope;
import dev.aulos.models.CodecConfig;
import dev.aulos.models.Conditioner;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.conditioner.NumberEmbedding;
import dev.aulos.models.dit.Dit;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.oobleck.Oobleck;
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
      case ModelConfig.Codec c -> inventory.add(c.codec(), Scope.root());
      case ModelConfig.TextToAudio t -> inventory.add(t);
    }
    return inventory.shapes;
  }

  private void add(ModelConfig.TextToAudio config) {
    var dit = Dit.of(Scopes.TRANSFORMER, config.dit());
    add(dit.conditioningGraph(Probe.NONE));
    add(dit.stepGraph(Probe.NONE));
    for (var conditioner : config.conditioners()) {
      if (conditioner instanceof Conditioner.Quantity quantity) {
        var scope = Scopes.CONDITIONERS.at(quantity.id());
        add(NumberEmbedding.of(scope, config.conditionWidth()).graph(Probe.NONE));
      }
    }
    config.codec().ifPresent(codec -> add(codec, Scopes.CODEC));
  }

  private void add(CodecConfig codec, Scope scope) {
    for (var stage : Oobleck.encoder(scope.at("encoder"), codec.encoder())) {
      add(stage.graph(Probe.NONE));
    }
    for (var stage : Oobleck.decoder(scope.at("decoder"), codec.decoder())) {
      add(stage.graph(Probe.NONE));
    }
  }

  private void add(Graph graph) {
    graph.parameters().forEach((path, shape) -> shapes.put(path, shape.fixed()));
  }
}
