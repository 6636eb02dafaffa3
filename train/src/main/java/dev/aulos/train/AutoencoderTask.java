package dev.aulos.train;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.train.loss.WaveformLoss;
import dev.aulos.weights.SafetensorsWriter;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/// Training of an autoencoder on crops of sounds: spectral distance, the waveform's distance, and
/// what keeps latents near the normal distribution.
///
/// Steps take turns between sets of resolutions, which share the cost of a spectral loss at all.
/// With an [Adversary], odd steps are the discriminator's and even ones the autoencoder's; a run's
/// number of steps is that of both.
///
/// On crops that are held out the loss without the adversary's part is measured, over all sets of
/// resolutions.
public final class AutoencoderTask implements TrainingTask {
  private static final int HELD_OUT_BATCHES = 8;

  private final Backend backend;
  private final Settings settings;
  private final Crops crops;
  private final Optional<Crops> heldOut;
  private final Optional<Weights> from;
  private final long seed;
  private final Parameters frozen;
  private final List<TrainingStep> turns = new ArrayList<>();
  private final Optional<TrainingStep> judging;
  private final List<TrainingStep> measures = new ArrayList<>();

  /// What is trained, and on how much.
  ///
  /// @param networks the autoencoder
  /// @param crops in a batch
  /// @param frames latent frames in a crop
  /// @param losses the spectral losses that steps take turns with
  /// @param waveformWeight of the absolute distance
  /// @param penaltyWeight of what shapes the latents
  /// @param encoderFrozen whether only the decoder is trained
  /// @param adversary what it is trained against, if anything
  public record Settings(
      AutoencoderNetworks networks,
      int crops,
      int frames,
      List<SpectralLoss> losses,
      double waveformWeight,
      double penaltyWeight,
      boolean encoderFrozen,
      Optional<Adversary> adversary) {
    /// Copies the list.
    public Settings {
      losses = List.copyOf(losses);
    }

    /// The same against an adversary.
    public Settings withAdversary(Adversary other) {
      return new Settings(
          networks,
          crops,
          frames,
          losses,
          waveformWeight,
          penaltyWeight,
          encoderFrozen,
          Optional.of(other));
    }
  }

  /// How far two batches of sounds (b, channels, t) are apart, of shape ().
  @FunctionalInterface
  public interface SpectralLoss {
    /// The distance.
    Tensor of(Tensor target, Tensor prediction);
  }

  /// Where the sounds come from.
  @FunctionalInterface
  public interface Crops {
    /// Crop `i` of a step: writes `samples` samples of each channel, one channel after another. The
    /// same arguments give the same sound.
    void write(long step, int i, int samples, float[] into);
  }

  /// Training with nothing held out.
  ///
  /// @param from values to start from; fresh ones if absent
  /// @throws IllegalArgumentException if crops have frames that the networks cannot divide, or
  ///   `from` lacks a parameter
  public AutoencoderTask(
      Backend backend, Settings settings, Crops crops, Optional<Weights> from, long seed) {
    this(backend, settings, crops, Optional.empty(), from, seed);
  }

  /// Makes the graphs ready.
  ///
  /// @param heldOut crops of other sounds, which it is measured by
  /// @param from values to start from; fresh ones if absent
  /// @throws IllegalArgumentException if crops have frames that the networks cannot divide, or
  ///   `from` lacks a parameter
  public AutoencoderTask(
      Backend backend,
      Settings settings,
      Crops crops,
      Optional<Crops> heldOut,
      Optional<Weights> from,
      long seed) {
    this.backend = backend;
    this.heldOut = heldOut;
    this.from = from;
    this.settings = settings;
    this.crops = crops;
    this.seed = seed;
    int granularity = settings.networks.extents().granularity();
    if (settings.frames % granularity != 0) {
      throw new IllegalArgumentException(
          "crops have "
              + settings.frames
              + " latent frames, expected a multiple of "
              + granularity
              + ", which this autoencoder codes together");
    }
    frozen = start();
    for (var loss : settings.losses) {
      turns.add(TrainingStep.compile(backend, plan(loss), frozen));
    }
    judging =
        settings.adversary.map(
            adversary -> TrainingStep.compile(backend, judging(adversary), frozen));
  }

  /// Whether the parameter of a path may change from step to step.
  private boolean moves(String path) {
    return Adversary.owns(path) || isTrained(path);
  }

  /// Whether it is the autoencoder's to move.
  private boolean isTrained(String path) {
    boolean fixed =
        Adversary.owns(path)
            || settings.networks.isFixed(path)
            || (settings.encoderFrozen && settings.networks.isOfEncoder(path));
    return !fixed;
  }

  private Tensor sound() {
    long length = (long) settings.frames * settings.networks.extents().hop();
    return Tensor.input(
        "sound", Shape.of(settings.crops, settings.networks.extents().audioChannels(), length));
  }

  private AutoencoderNetworks.Pass pass(Trainable trainable, Tensor sound) {
    var drawn = new LinkedHashMap<String, Tensor>();
    draws().forEach((name, shape) -> drawn.put(name, Tensor.input(name, shape)));
    return settings.networks.pass(trainable, sound, drawn);
  }

  private Map<String, Shape> draws() {
    return settings.networks.draws(settings.crops, settings.frames);
  }

  /// How far a pass is from its sound, and the parts of that.
  private TrainingStep.Plan plan(
      SpectralLoss spectral, Trainable trainable, Tensor sound, AutoencoderNetworks.Pass pass) {
    var distance = spectral.of(sound, pass.sound());
    var penalty = pass.penalty();
    var loss = distance.add(penalty.mul((float) settings.penaltyWeight));
    var metrics = new LinkedHashMap<String, Tensor>();
    metrics.put("spectral", distance);
    metrics.put("penalty", penalty);
    if (settings.waveformWeight > 0) {
      var waveform = WaveformLoss.relative(sound, pass.sound());
      metrics.put("waveform", waveform);
      loss = loss.add(waveform.mul((float) settings.waveformWeight));
    }
    return new TrainingStep.Plan(
        "autoencoder", loss, metrics, trainable, settings.networks.recomputes());
  }

  /// The autoencoder's step without an adversary.
  private TrainingStep.Plan measure(SpectralLoss spectral) {
    var trainable = new Trainable(this::moves, this::isTrained);
    var sound = sound();
    return plan(spectral, trainable, sound, pass(trainable, sound));
  }

  /// The autoencoder's step.
  private TrainingStep.Plan plan(SpectralLoss spectral) {
    var trainable = new Trainable(this::moves, this::isTrained);
    var sound = sound();
    var pass = pass(trainable, sound);
    var plan = plan(spectral, trainable, sound, pass);
    if (settings.adversary.isEmpty()) {
      return plan;
    }
    var adversary = settings.adversary.get();
    var terms = adversary.losses(trainable, sound, pass.sound());
    var metrics = new LinkedHashMap<>(plan.metrics());
    metrics.put("adversarial", terms.generator());
    metrics.put("features", terms.featureMatching());
    var loss =
        plan.loss()
            .add(terms.generator().mul((float) adversary.weight()))
            .add(terms.featureMatching().mul((float) adversary.featureWeight()));
    return new TrainingStep.Plan(plan.name(), loss, metrics, trainable, plan.recomputes());
  }

  /// The discriminator's step.
  private TrainingStep.Plan judging(Adversary adversary) {
    var trainable = new Trainable(this::moves, Adversary::owns);
    var sound = sound();
    var pass = pass(trainable, sound);
    var loss = adversary.losses(trainable, sound, pass.sound()).discriminator();
    var metrics = Map.of("discriminator", loss);
    return new TrainingStep.Plan("discriminator", loss, metrics, trainable);
  }

  @Override
  public Parameters start() {
    var values = new LinkedHashMap<>(autoencoder().values());
    settings.adversary.ifPresent(adversary -> values.putAll(adversary.initial(seed)));
    return Parameters.copy(WeightViews.of(values), values.keySet());
  }

  private Parameters autoencoder() {
    return from.map(values -> Parameters.copy(values, settings.networks.parameters().keySet()))
        .orElseGet(() -> settings.networks.initial(seed));
  }

  @Override
  public Map<String, Double> step(
      long step, Parameters parameters, Parameters gradients, Cancellation cancellation) {
    boolean isJudging = isJudging(step);
    var turn = isJudging ? judging.orElseThrow() : turns.get((int) (own(step) % turns.size()));
    var numbers = turn.run(batch(step), parameters, gradients, cancellation);
    if (isJudging) {
      numbers.remove(Curves.LOSS); // which is the autoencoder's
    }
    return numbers;
  }

  private boolean isJudging(long step) {
    return settings.adversary.isPresent() && step % 2 == 1;
  }

  /// How many steps its side has made once a step is done.
  private long own(long step) {
    return settings.adversary.isPresent() ? (step + 1) / 2 : step;
  }

  private Map<String, NdArray> batch(long step) {
    return batch(crops, step, FlowBatches.random(seed, step));
  }

  private Map<String, NdArray> batch(Crops from, long step, Random random) {
    var extents = settings.networks.extents();
    int samples = settings.frames * extents.hop();
    int channels = extents.audioChannels();
    var sound = NdArray.zeros(DType.F32, settings.crops, channels, samples);
    var crop = new float[channels * samples];
    for (int i = 0; i < settings.crops; i++) {
      from.write(step, i, samples, crop);
      sound.floats(i * crop.length, (i + 1) * crop.length).put(crop);
    }
    var inputs = new LinkedHashMap<>(Map.of("sound", sound));
    draws().forEach((name, shape) -> inputs.put(name, FlowBatches.noise(random, shape.fixed())));
    return inputs;
  }

  @Override
  public OptionalDouble heldOutLoss(Parameters parameters, Cancellation cancellation) {
    if (heldOut.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (measures.isEmpty()) {
      for (var loss : settings.losses) {
        measures.add(TrainingStep.measure(backend, measure(loss), frozen));
      }
    }
    double sum = 0;
    for (int i = 0; i < HELD_OUT_BATCHES; i++) {
      var batch = batch(heldOut.get(), i, FlowBatches.heldOut(seed, i));
      for (var measure : measures) {
        var numbers = measure.measured(batch, parameters, cancellation);
        sum += numbers.getOrDefault(Curves.LOSS, Double.NaN);
      }
    }
    return OptionalDouble.of(sum / (HELD_OUT_BATCHES * measures.size()));
  }

  @Override
  public Update update(long step, TrainingRun.Settings run) {
    if (isJudging(step)) {
      var adversary = settings.adversary.orElseThrow();
      return new Update(Adversary::owns, own(step), adversary.rate(), adversary.optimizer());
    }
    return new Update(this::isTrained, own(step), run.rate(), run.optimizer());
  }

  @Override
  public void export(Path folder, Parameters parameters) throws IOException {
    var own = parameters.only(path -> !Adversary.owns(path));
    new SafetensorsWriter().addAll(own).write(folder.resolve("model.safetensors"));
  }

  @Override
  public void close() {
    turns.forEach(TrainingStep::close);
    judging.ifPresent(TrainingStep::close);
    measures.forEach(TrainingStep::close);
  }
}
