package dev.aulos.train;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.same.SameConfig;
import dev.aulos.models.same.SameDecoder;
import dev.aulos.models.same.SameEncoder;
import dev.aulos.train.loss.SoftNormPenalty;
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
import java.util.Random;

/// Training of a SAME autoencoder on crops of sounds: spectral distance of sum and difference, the
/// waveform's absolute distance, and what keeps latents near the normal distribution.
///
/// Steps take turns between sets of resolutions, which share the cost of a spectral loss at all.
/// With an [Adversary], odd steps are the discriminator's and even ones the autoencoder's; a run's
/// number of steps is that of both.
public final class AutoencoderTask implements TrainingTask {
  private final Settings settings;
  private final Crops crops;
  private final Graph encoder;
  private final Graph decoder;
  private final Optional<Weights> from;
  private final long seed;
  private final List<TrainingStep> turns = new ArrayList<>();
  private final Optional<TrainingStep> judging;

  /// What is trained, and on how much.
  ///
  /// @param config the sizes
  /// @param scope where the parameters lie, `pretransform.model` in full checkpoints
  /// @param crops in a batch
  /// @param frames latent frames in a crop
  /// @param losses the spectral losses that steps take turns with
  /// @param waveformWeight of the absolute distance
  /// @param penaltyWeight of what shapes the latents
  /// @param latentNoise deviation of the noise that the decoder is to bear
  /// @param encoderFrozen whether only the decoder is trained
  /// @param adversary what it is trained against, if anything
  public record Settings(
      SameConfig config,
      Scope scope,
      int crops,
      int frames,
      List<SpectralLoss> losses,
      double waveformWeight,
      double penaltyWeight,
      double latentNoise,
      boolean encoderFrozen,
      Optional<Adversary> adversary) {
    /// Copies the list.
    public Settings {
      losses = List.copyOf(losses);
    }

    /// The same against an adversary.
    public Settings withAdversary(Adversary other) {
      return new Settings(
          config,
          scope,
          crops,
          frames,
          losses,
          waveformWeight,
          penaltyWeight,
          latentNoise,
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

  /// Makes the graphs ready.
  ///
  /// @param from values to start from; drawn and set as each parameter's place asks for if absent
  public AutoencoderTask(
      Backend backend, Settings settings, Crops crops, Optional<Weights> from, long seed) {
    this.from = from;
    this.settings = settings;
    this.crops = crops;
    this.seed = seed;
    encoder = SameEncoder.of(settings.scope, settings.config).graph(Probe.NONE);
    decoder = SameDecoder.of(settings.scope, settings.config).graph(Probe.NONE);
    var frozen = start();
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
            || path.endsWith("inv_freq")
            || path.endsWith("running_std")
            || (settings.encoderFrozen && encoder.parameters().containsKey(path));
    return !fixed;
  }

  /// A batch of true sound and what the autoencoder makes of it, (crops, 2, n) each.
  private record Pass(Tensor target, Tensor prediction, Tensor latents) {}

  private Pass pass(Trainable trainable) {
    long frames = (long) settings.crops * settings.frames;
    long length = frames * settings.config.hop();
    var sound = Tensor.input("sound", Shape.of(1, settings.config.audioChannels(), length));
    var noise = Tensor.input("noise", Shape.of(1, settings.config.latentChannels(), frames));
    var latents = trainable.network(encoder, Map.of("sound", sound)).output("latents");
    var decoded =
        trainable.network(decoder, Map.of("latents", latents, "noise", noise)).output("sound");
    return new Pass(crops(sound), crops(decoded), latents);
  }

  /// The autoencoder's step.
  private TrainingStep.Plan plan(SpectralLoss spectral) {
    var trainable = new Trainable(this::moves, this::isTrained);
    var pass = pass(trainable);
    var distance = spectral.of(pass.target, pass.prediction);
    var penalty = SoftNormPenalty.of(pass.latents);
    var loss = distance.add(penalty.mul((float) settings.penaltyWeight));
    var metrics = new LinkedHashMap<String, Tensor>();
    metrics.put("spectral", distance);
    metrics.put("penalty", penalty);
    if (settings.waveformWeight > 0) {
      var waveform = WaveformLoss.relative(pass.target, pass.prediction);
      metrics.put("waveform", waveform);
      loss = loss.add(waveform.mul((float) settings.waveformWeight));
    }
    if (settings.adversary.isPresent()) {
      var adversary = settings.adversary.get();
      var terms = adversary.losses(trainable, pass.target, pass.prediction);
      metrics.put("adversarial", terms.generator());
      metrics.put("features", terms.featureMatching());
      loss =
          loss.add(terms.generator().mul((float) adversary.weight()))
              .add(terms.featureMatching().mul((float) adversary.featureWeight()));
    }
    return new TrainingStep.Plan("autoencoder", loss, metrics, trainable, List.of());
  }

  /// The discriminator's step.
  private TrainingStep.Plan judging(Adversary adversary) {
    var trainable = new Trainable(this::moves, Adversary::owns);
    var pass = pass(trainable);
    var loss = adversary.losses(trainable, pass.target, pass.prediction).discriminator();
    var metrics = Map.of("discriminator", loss);
    return new TrainingStep.Plan("discriminator", loss, metrics, trainable, List.of());
  }

  private Tensor crops(Tensor sequence) { // (1, c, crops·n) → (crops, c, n)
    long n = (long) settings.frames * settings.config.hop();
    int channels = settings.config.audioChannels();
    return sequence.reshape(channels, settings.crops, n).transpose(1, 0, 2);
  }

  @Override
  public Parameters start() {
    var values = new LinkedHashMap<>(autoencoder().values());
    settings.adversary.ifPresent(adversary -> values.putAll(adversary.initial(seed)));
    return Parameters.copy(WeightViews.of(values), values.keySet());
  }

  private Parameters autoencoder() {
    var shapes = new LinkedHashMap<>(encoder.parameters());
    shapes.putAll(decoder.parameters());
    if (from.isPresent()) {
      return Parameters.copy(from.get(), shapes.keySet());
    }
    var start = Parameters.initial(shapes, Initialization.stableAudio3(), seed);
    if (settings.config.audioChannels() == 2) { // stereo samples
      start.values().forEach(this::startAsCosines);
    }
    return start;
  }

  /// Maps of patches start as cosine transforms; where there are shortcuts, the whole starts as a
  /// codec that keeps the lowest frequencies.
  private void startAsCosines(String path, NdArray array) {
    int size = settings.config.patch();
    var c = settings.config.encoder();
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
    int samples = settings.frames * settings.config.hop();
    int frames = settings.crops * settings.frames;
    int channels = settings.config.audioChannels();
    var sound = NdArray.zeros(DType.F32, 1, channels, (long) settings.crops * samples);
    var crop = new float[channels * samples];
    for (int i = 0; i < settings.crops; i++) {
      crops.write(step, i, samples, crop);
      for (int channel = 0; channel < channels; channel++) {
        int at = (channel * settings.crops + i) * samples;
        sound.floats(at, at + samples).put(crop, channel * samples, samples);
      }
    }
    var noise = NdArray.zeros(DType.F32, 1, settings.config.latentChannels(), frames);
    var random = new Random(seed ^ (step * 0x9E3779B97F4A7C15L));
    var values = noise.floats();
    float scale = (float) (settings.latentNoise / 1e-3); // the bottleneck's own factor
    for (int i = 0; i < noise.size(); i++) {
      values.put(i, (float) random.nextGaussian() * scale);
    }
    return Map.of("sound", sound, "noise", noise);
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
  }
}
