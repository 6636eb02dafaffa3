package dev.aulos.train.arc;

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
import dev.aulos.train.clap.ClapNetworks;
import dev.aulos.train.discriminator.ConvolutionalHead;
import dev.aulos.train.loss.DiffusionLoss;
import dev.aulos.weights.WeightViews;
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

  /// The inputs that shake what the discriminator looks at, standard normal.
  static final String REAL_SHAKE = "real shake";

  static final String FAKE_SHAKE = "fake shake";

  private static final float SHAKE = 0.05f;
  private static final float LEAST = 1e-6f; // of a square, where its root has a slope

  /// What stands before the paths of the generator as it was at first.
  static final String ANCHOR = "anchor.";

  private final FlowNetworks flow;
  private final ArcSettings settings;
  private final LayeredGraph backbone;
  private final Optional<Graph> anchor;
  private final Optional<ClapNetworks> clap;

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

  /// @param clap what tells the generator how well its sounds fit their texts, if anything
  /// @throws IllegalArgumentException if the model is no flow, or lacks the block
  ArcNetworks(FlowNetworks flow, ArcSettings settings, Optional<ClapNetworks> clap) {
    this.flow = flow;
    this.settings = settings;
    flow.requireFlow();
    var place = Scope.root().at("discriminator", "model", "model");
    backbone = flow.firstBlocks(place, settings.block());
    anchor =
        settings.terms().anchor() > 0
            ? Optional.of(flow.transformer(Scope.root().at("anchor", "model", "model"), Probe.NONE))
            : Optional.empty();
    this.clap = settings.terms().clap() > 0 ? clap : Optional.empty();
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
  /// @param seed of the head's values
  Weights start(ArcStart start, long seed) {
    var generator = start.generator();
    var values = flow.withCopy(start.model(), backbone.graph(), DISCRIMINATOR);
    values.replaceAll((path, value) -> path.startsWith(GENERATOR) ? generator.get(path) : value);
    var random = new Random(seed);
    ConvolutionalHead.initial(flow.config().dit().width(), random)
        .forEach((path, value) -> values.put(HEAD + path, value));
    anchor.ifPresent(graph -> values.putAll(FlowNetworks.copied(generator, graph, ANCHOR)));
    start.clap().ifPresent(trained -> values.putAll(trained.values()));
    return WeightViews.of(values);
  }

  /// The loss of one side.
  TrainingStep.Plan plan(Side side, int b, int frames) {
    var trainable =
        new Trainable(
            path -> Side.GENERATOR.owns(path) || Side.DISCRIMINATOR.owns(path), side::owns);
    boolean contrasts = side == Side.DISCRIMINATOR && settings.terms().contrast() > 0 && b > 1;
    var inputs = flow.inputs(b, frames);
    var told = new Told(trainable, flow.condition(trainable, inputs), inputs);
    var made = made(told);
    var pair = pair(inputs, made.sound);
    var scores = scores(told, contrasts, pair);
    var metrics = new LinkedHashMap<String, Tensor>();
    metrics.put("real", scores.weighted(scores.real()));
    metrics.put("fake", scores.weighted(scores.fake()));
    var loss =
        side == Side.GENERATOR
            ? generator(scores, told, made, pair, metrics)
            : discriminator(scores, told, pair, metrics);
    var name = side == Side.GENERATOR ? "arc g" : "arc d";
    return new TrainingStep.Plan(name, loss, metrics, trainable);
  }

  /// What is known of a batch.
  private record Told(Trainable trainable, FlowCondition condition, FlowInputs inputs) {}

  private Tensor discriminator(Scores scores, Told told, Pair pair, Map<String, Tensor> metrics) {
    var loss = scores.discriminator();
    metrics.put("relativistic", loss);
    if (scores.contrastive().isPresent()) {
      var contrastive = scores.contrastive().get();
      metrics.put("contrastive", contrastive);
      loss = loss.add(contrastive.mul((float) settings.terms().contrast()));
    }
    if (settings.terms().penalty() > 0) {
      var penalty = penalty(scores, told, pair);
      metrics.put("penalty", penalty);
      loss = loss.add(penalty.mul((float) settings.terms().penalty()));
    }
    return loss;
  }

  /// Half of the squared changes of the scores of both when what they look at is shaken: the sums
  /// over an item's scores, each by how much of it is sound, averaged over items.
  private Tensor penalty(Scores scores, Told told, Pair pair) {
    var real = scores.real().sub(shaken(told, pair.real, REAL_SHAKE, pair.level)).square();
    var fake = scores.fake().sub(shaken(told, pair.fake, FAKE_SHAKE, pair.level)).square();
    var changes = real.add(fake).mul(scores.weights()); // (b, 1, m)
    return changes.sum(2).mean(0).reshape().mul(0.5f);
  }

  private Tensor shaken(Told told, Tensor x, String name, DiffusionTimes level) {
    var shake = Tensor.input(name, x.shape()).mul(SHAKE);
    return score(told, told.condition, x.add(shake), level);
  }

  private Tensor generator(
      Scores scores, Told told, Made made, Pair pair, Map<String, Tensor> metrics) {
    var loss = scores.generator();
    if (anchor.isPresent() || clap.isPresent()) {
      metrics.put("adversarial", loss);
    }
    if (anchor.isPresent()) {
      var moved = moved(told, made, anchor.get());
      metrics.put("moved", moved);
      loss = loss.add(moved.mul((float) settings.terms().anchor()));
    }
    if (clap.isPresent()) {
      var apart = apart(told, pair, clap.get());
      metrics.put("apart", apart);
      loss = loss.add(apart.mul((float) settings.terms().clap()));
    }
    return loss;
  }

  /// How far the velocity is from what it was at first.
  private static Tensor moved(Told told, Made made, Graph anchor) {
    var given = told.condition.inputs(made.noised, told.inputs.time());
    var first = told.trainable.network(anchor, given).output("prediction");
    return new DiffusionLoss(made.noised, first).loss(made.velocity, told.inputs.made());
  }

  /// How far the sounds are from their texts: the mean of `2·arcsin²(‖a − b‖ / 2)`, half the square
  /// of the angle between.
  private static Tensor apart(Told told, Pair pair, ClapNetworks clap) {
    var sounds =
        clap.audio(told.trainable, told.condition, pair.fake, pair.level, told.inputs.valid());
    var texts = clap.text(told.trainable, told.condition);
    var quarter = sounds.sub(texts).square().sum(1).mul(0.25f); // sin² of half the angle
    var within = quarter.maximum(Tensor.constant(LEAST)).minimum(Tensor.constant(1 - LEAST));
    return within.sqrt().asin().square().mul(2).mean(0).reshape();
  }

  /// Real and generated latents, noised by the same noise to the same level.
  private record Pair(Tensor real, Tensor fake, DiffusionTimes level) {}

  private Pair pair(FlowInputs inputs, Tensor sound) {
    var again = Tensor.input("again", inputs.data().shape());
    var level = flow.time("level", inputs.batch());
    return new Pair(noised(inputs.data(), again, level), noised(sound, again, level), level);
  }

  private Scores scores(Told told, boolean contrasts, Pair pair) {
    var real = score(told, told.condition, pair.real, pair.level);
    return new Scores(
        real,
        score(told, told.condition, pair.fake, pair.level),
        contrasts
            ? Optional.of(score(told, told.condition.rolled(), pair.real, pair.level))
            : Optional.empty(),
        Tensor.input("weights", real.shape()));
  }

  private Tensor score(Told told, FlowCondition condition, Tensor x, DiffusionTimes level) {
    return score(told.trainable, condition.inputs(x, level));
  }

  /// What the generator makes of data in noise, (b, channels, frames) each.
  private record Made(Tensor noised, Tensor velocity, Tensor sound) {}

  /// Its sound is `x − t·v`; frames that it is given are those given, and padding is zero.
  private Made made(Told told) {
    var inputs = told.inputs;
    int b = inputs.batch();
    var noised = noised(inputs.data(), inputs.noise(), inputs.time());
    var velocity = flow.output(told.trainable, told.condition, noised, inputs.time());
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
    var frames = trainable.network(backbone, given).output(FlowNetworks.HIDDEN);
    var hidden = frames.transpose(0, 2, 1); // (b, width, frames)
    return trainable.network(head(hidden), Map.of("hidden", hidden)).output("scores");
  }
}
