package dev.aulos.train.arc;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Graph;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.models.nn.Probe;
import dev.aulos.train.DiffusionTimes;
import dev.aulos.train.FlowCondition;
import dev.aulos.train.FlowInputs;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.LayeredGraph;
import dev.aulos.train.Trainable;
import dev.aulos.train.TrainingStep;
import dev.aulos.train.discriminator.ConvolutionalHead;
import dev.aulos.train.loss.DiffusionLoss;
import dev.aulos.weights.WeightViews;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// The generator and the discriminator, as computations of their losses.
final class ArcNetworks {
  /// What stands before the paths of the generator, the transformer of the model.
  static final String GENERATOR = FlowNetworks.TRANSFORMER;

  /// What stands before the paths of the discriminator: below it, those of the generator, and the
  /// head's.
  static final String DISCRIMINATOR = "discriminator.";

  /// What stands before the paths of the discriminator's head.
  static final String HEAD = DISCRIMINATOR + "head.";

  /// What stands before the paths of the generator as it was at first.
  static final String ANCHOR = "anchor.";

  private final FlowNetworks flow;
  private final ArcSettings settings;
  private final LayeredGraph backbone;
  private final Optional<Graph> anchor;

  /// Who moves in a step.
  enum Side {
    /// The discriminator, while the generator rests.
    DISCRIMINATOR,
    /// The generator, while the discriminator rests.
    GENERATOR;

    /// Whether the parameter of a path is this side's to move.
    boolean owns(String path) {
      var prefix = this == GENERATOR ? ArcNetworks.GENERATOR : ArcNetworks.DISCRIMINATOR;
      return path.startsWith(prefix) && !path.endsWith("inv_freq");
    }
  }

  /// @throws IllegalArgumentException if the model is no flow, or lacks the block
  ArcNetworks(FlowNetworks flow, ArcSettings settings) {
    this.flow = flow;
    this.settings = settings;
    var config = flow.config().dit();
    flow.requireFlow();
    if (settings.block() >= config.depth()) {
      throw new IllegalArgumentException(
          "the discriminator ends after block "
              + settings.block()
              + ", expected one of 0 to "
              + (config.depth() - 1));
    }
    backbone = LayeredGraph.of(probe -> backbone(flow, settings.block(), probe));
    anchor =
        settings.anchor() > 0
            ? Optional.of(flow.transformer(Scope.root().at("anchor", "model", "model"), Probe.NONE))
            : Optional.empty();
  }

  /// The transformer up to a block → `hidden` (b, width, frames), tokens before the frames left
  /// out.
  private static Graph backbone(FlowNetworks flow, int block, Probe probe) {
    var seen = new HashMap<String, Tensor>();
    var unused = flow.transformer(Scope.root().at("discriminator", "model", "model"), seen::put);
    for (int i = 0; i < block; i++) {
      probe.see(name(i), result(seen, i));
    }
    var tokens = result(seen, block); // (b, n, d)
    var frames = tokens.slice(1, Dim.of(flow.config().dit().tokensBefore()), tokens.dim(1));
    return Graph.of("discriminator", Map.of("hidden", frames.transpose(0, 2, 1)));
  }

  private static String name(int block) {
    return "block_" + block;
  }

  private static Tensor result(Map<String, Tensor> seen, int block) {
    var result = seen.get(name(block));
    if (result == null) {
      throw new IllegalStateException("the transformer has no block " + block);
    }
    return result;
  }

  private Graph head(Tensor hidden) {
    var scope = Scope.root().at("discriminator", "head");
    int width = flow.config().dit().width();
    var head = ConvolutionalHead.of(scope, width, settings.groups());
    return Graph.of("head", Map.of("scores", head.apply(Tensor.input("hidden", hidden.shape()))));
  }

  /// Every parameter of both sides and all that they rest on: those of the model, a copy of its
  /// transformer as the discriminator's, and a fresh head.
  ///
  /// @param generator what the generator starts from, under the paths of the model's transformer
  /// @param seed of the head's values
  Weights start(Weights model, Weights generator, long seed) {
    var values = flow.withCopy(model, backbone.graph(), DISCRIMINATOR);
    values.replaceAll((path, value) -> path.startsWith(GENERATOR) ? generator.get(path) : value);
    var random = new Random(seed);
    ConvolutionalHead.initial(flow.config().dit().width(), random)
        .forEach((path, value) -> values.put(HEAD + path, value));
    anchor.ifPresent(graph -> values.putAll(FlowNetworks.copied(generator, graph, ANCHOR)));
    return WeightViews.of(values);
  }

  /// The loss of one side.
  TrainingStep.Plan plan(Side side, int b, int frames) {
    var trainable =
        new Trainable(
            path -> Side.GENERATOR.owns(path) || Side.DISCRIMINATOR.owns(path), side::owns);
    boolean contrasts = side == Side.DISCRIMINATOR && settings.contrast() > 0 && b > 1;
    var inputs = flow.inputs(b, frames);
    var condition = flow.condition(trainable, inputs);
    var made = made(trainable, condition, inputs);
    var scores = scores(trainable, contrasts, inputs, condition, made.sound);
    var metrics = new LinkedHashMap<String, Tensor>();
    metrics.put("real", scores.weighted(scores.real()));
    metrics.put("fake", scores.weighted(scores.fake()));
    if (side == Side.GENERATOR) {
      var loss = scores.generator();
      if (anchor.isPresent()) {
        var told = condition.inputs(made.noised, inputs.time());
        var first = trainable.network(anchor.get(), told).output("prediction");
        var moved = new DiffusionLoss(made.noised, first).loss(made.velocity, inputs.made());
        metrics.put("adversarial", loss);
        metrics.put("moved", moved);
        loss = loss.add(moved.mul((float) settings.anchor()));
      }
      return new TrainingStep.Plan("arc g", loss, metrics, trainable);
    }
    var loss = scores.discriminator();
    metrics.put("relativistic", loss);
    if (scores.contrastive().isPresent()) {
      var contrastive = scores.contrastive().get();
      metrics.put("contrastive", contrastive);
      loss = loss.add(contrastive.mul((float) settings.contrast()));
    }
    return new TrainingStep.Plan("arc d", loss, metrics, trainable);
  }

  /// The scores of a batch: real and generated latents, noised by the same noise to the same level.
  private Scores scores(
      Trainable trainable,
      boolean contrasts,
      FlowInputs inputs,
      FlowCondition condition,
      Tensor sound) {
    var again = Tensor.input("again", inputs.data().shape());
    var level = flow.time("level", inputs.batch());
    var real = noised(inputs.data(), again, level);
    var fake = noised(sound, again, level);
    var scores = score(trainable, condition.inputs(real, level));
    return new Scores(
        scores,
        score(trainable, condition.inputs(fake, level)),
        contrasts
            ? Optional.of(score(trainable, condition.rolled().inputs(real, level)))
            : Optional.empty(),
        Tensor.input("weights", scores.shape()));
  }

  /// What the generator makes of data in noise, (b, channels, frames) each.
  private record Made(Tensor noised, Tensor velocity, Tensor sound) {}

  /// Its sound is `x − t·v`; frames that it is given are those given, and padding is zero.
  private Made made(Trainable trainable, FlowCondition condition, FlowInputs inputs) {
    int b = inputs.batch();
    var noised = noised(inputs.data(), inputs.noise(), inputs.time());
    var velocity = flow.output(trainable, condition, noised, inputs.time());
    var sound = noised.sub(velocity.mul(inputs.time().perItem()));
    long frames = inputs.keep().dim(1).fixed();
    var fresh = inputs.made().reshape(b, 1, frames);
    var whole = sound.mul(fresh).add(inputs.data().mul(inputs.keep().reshape(b, 1, frames)));
    return new Made(noised, velocity, whole);
  }

  private Tensor noised(Tensor data, Tensor noise, DiffusionTimes time) {
    return flow.example(data, noise, time).noised();
  }

  /// The scores (b, 1, m) of what the discriminator is given.
  Tensor score(Trainable trainable, Map<String, Tensor> given) {
    var hidden = trainable.network(backbone, given).output("hidden");
    return trainable.network(head(hidden), Map.of("hidden", hidden)).output("scores");
  }
}
