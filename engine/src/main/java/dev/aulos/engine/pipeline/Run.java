package dev.aulos.engine.pipeline;

import dev.aulos.engine.codec.AudioSink;
import dev.aulos.engine.diffusion.Conditioning;
import dev.aulos.engine.diffusion.LocalCondition;
import dev.aulos.engine.noise.NoiseSource;
import dev.aulos.engine.sampling.SamplerRun;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.models.ModelConfig;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A generation under way. Each call of [#advance] does a piece of work; between calls nothing
/// runs.
public final class Run {
  /// The stages, in order.
  public enum Stage {
    /// Encoding the texts.
    TEXT,
    /// Encoding the sound to start from.
    INIT,
    /// From noise to a latent.
    SAMPLING,
    /// From the latent to sound.
    DECODING,
    /// All done.
    DONE
  }

  private final Networks networks;
  private final ModelConfig.TextToAudio config;
  private final Plan plan;
  private final NoiseSource noise;
  private final NoiseSource codecNoise;
  private final Cancellation cancellation;
  private final Work work;
  private final List<float[][]> sounds = new ArrayList<>();
  private final float[] state;
  private final int[] positions;
  private Stage stage = Stage.TEXT;
  private @Nullable Conditioning conditioning;
  private @Nullable NdArray initLatents;
  private @Nullable SamplerRun sampling;
  private @Nullable NdArray keptLatents;
  private @Nullable SoundDecoding decoding;

  /// A generation of `plan`, drawing from `noise` in the reference's order: the initial noise at
  /// once, then the codec's, then the sampler's.
  public Run(Networks networks, Plan plan, NoiseSource noise, Cancellation cancellation) {
    this(networks, plan, noise, noise, cancellation);
  }

  /// A generation whose codec draws from a source of its own.
  public Run(
      Networks networks,
      Plan plan,
      NoiseSource noise,
      NoiseSource codecNoise,
      Cancellation cancellation) {
    this.networks = networks;
    this.codecNoise = codecNoise;
    this.config = networks.config();
    this.plan = plan;
    this.noise = noise;
    this.cancellation = cancellation;
    work = new Work(networks, plan);
    positions = new int[plan.batch()];
    state = noise.draw(plan.batch() * config.dit().channels() * plan.frames());
  }

  /// Does the next piece of work; false once all is done.
  ///
  /// @throws java.util.concurrent.CancellationException if cancelled
  public boolean advance() {
    boolean goesOn = false;
    try {
      cancellation.check();
      switch (stage) {
        case TEXT -> encodeText();
        case INIT -> encodeInit();
        case SAMPLING -> sample();
        case DECODING -> decode();
        case DONE -> {}
      }
      goesOn = stage != Stage.DONE;
    } finally {
      if (!goesOn) {
        networks.release();
      }
    }
    return goesOn;
  }

  private void encodeText() {
    int rows = config.text().maxTokens();
    var texts = networks.text().encode(plan.texts(), rows, cancellation);
    var tokens = networks.conditioners().join(texts, plan.numbers(), cancellation);
    Optional<NdArray> negative = Optional.empty();
    if (plan.negatives().isPresent()) {
      var others = networks.text().encodeNegative(plan.negatives().get(), rows, cancellation);
      negative =
          Optional.of(networks.conditioners().join(others, plan.numbers(), cancellation).cross());
    }
    conditioning = new Conditioning(tokens.cross(), tokens.global(), negative);
    work.done(Stage.TEXT, 1);
    boolean encodes = plan.init().isPresent() || plan.inpainting().isPresent();
    stage = encodes ? Stage.INIT : Stage.SAMPLING;
  }

  private void encodeInit() {
    if (plan.init().isPresent() && initLatents == null) {
      var sound = plan.init().get();
      initLatents =
          plan.initMean() ? networks.codec().encodeMean(sound, cancellation) : encode(sound);
      if (plan.inpainting().isPresent()) {
        work.done(Stage.INIT, 0.5);
        return; // the other sound is the next piece of work
      }
    } else if (plan.inpainting().isPresent()) {
      keptLatents = encode(plan.inpainting().get().source());
    }
    work.done(Stage.INIT, 1);
    stage = Stage.SAMPLING;
  }

  private NdArray encode(NdArray sound) {
    return networks.codec().encode(sound, plan.chunking(), codecNoise, cancellation);
  }

  private void sample() {
    if (sampling == null) {
      sampling = startSampling();
    }
    sampling.advance();
    work.done(Stage.SAMPLING, sampling.progress());
    if (sampling.step() >= sampling.steps()) {
      stage = Stage.DECODING;
    }
  }

  private SamplerRun startSampling() {
    if (conditioning == null) {
      throw new IllegalStateException("sampling before the text is encoded");
    }
    float level = plan.schedule().level(0, 0);
    if (initLatents == null) {
      plan.sampler().interpolant().start(state, level);
    } else {
      plan.sampler().interpolant().start(state, repeated(initLatents), level);
    }
    var told = conditioning.withLocal(localCondition());
    if (plan.padding().isPresent()) {
      told = told.withPadding(plan.padding().get());
    }
    var denoiser = networks.denoiser(told, plan.guidance(), plan.frames(), cancellation);
    return plan.sampler().start(denoiser, plan.schedule(), state, plan.batch(), noise);
  }

  /// One item's latent for every item of the batch.
  private float[] repeated(NdArray latent) {
    var all = new float[state.length];
    var values = FloatBuffer.wrap(all);
    while (values.hasRemaining()) {
      values.put(latent.floats());
    }
    return all;
  }

  /// What each frame is told: whether it is kept, and the latent to keep; then where it is in the
  /// bar.
  public LocalCondition localCondition() {
    int channels = config.dit().channels();
    var kept =
        plan.inpainting()
            .map(
                i -> i.mask().condition(Optional.ofNullable(keptLatents), channels, plan.frames()));
    if (plan.beats().isEmpty()) {
      return kept.map(k -> (LocalCondition) k).orElse(new LocalCondition.Zeros());
    }
    var nothing = NdArray.zeros(DType.F32, 1, 1 + channels, plan.frames());
    return kept.orElse(new LocalCondition.Given(nothing)).followedBy(plan.beats().get());
  }

  private void decode() {
    if (decoding == null) {
      for (long samples : plan.samples()) {
        sounds.add(new float[config.audioChannels()][(int) samples]);
      }
      decoding =
          SoundDecoding.of(
              networks.codec(), latents(), plan.chunking(), plan.samples(), codecNoise);
    }
    var sinks = new ArrayList<Filling>();
    for (int item = 0; item < sounds.size(); item++) {
      sinks.add(new Filling(sounds.get(item), positions, item));
    }
    boolean more = decoding.advance(sinks, cancellation);
    work.done(Stage.DECODING, decoding.fraction());
    if (!more) {
      clearPadding();
      stage = Stage.DONE;
    }
  }

  /// Fills an item's sound from where it is; drops what is past its end.
  private record Filling(float[][] sound, int[] positions, int item) implements AudioSink {
    @Override
    public void accept(FloatBuffer samples, int frames) {
      int kept = Math.min(frames, sound[0].length - positions[item]);
      var rest = new float[frames - kept];
      for (var channel : sound) {
        samples.get(channel, positions[item], kept);
        samples.get(rest);
      }
      positions[item] += kept;
    }
  }

  /// Past its real frames an item is silent.
  private void clearPadding() {
    if (plan.padding().isEmpty()) {
      return;
    }
    var valid = plan.padding().get().validFrames();
    for (int item = 0; item < sounds.size(); item++) {
      for (var channel : sounds.get(item)) {
        int end = Math.min(channel.length, valid.get(item) * networks.codec().hop());
        Arrays.fill(channel, end, channel.length, 0);
      }
    }
  }

  /// What is being done.
  public Stage stage() {
    return stage;
  }

  /// Steps of sampling done.
  public int step() {
    return sampling == null ? 0 : sampling.step();
  }

  /// Steps of sampling in all, as far as is known.
  public int steps() {
    return sampling == null ? plan.schedule().steps() : sampling.steps();
  }

  /// The part of all work that is done, by counted operations.
  public double fraction() {
    return stage == Stage.DONE ? 1 : work.fraction();
  }

  /// The floating-point operations of every stage.
  public Map<Stage, Double> work() {
    return work.total();
  }

  /// The latent of the sound to start from, once encoded.
  public Optional<NdArray> initLatents() {
    return Optional.ofNullable(initLatents);
  }

  /// The latent of the sound of which parts are kept, once encoded.
  public Optional<NdArray> keptLatents() {
    return Optional.ofNullable(keptLatents);
  }

  /// What the network is told of the texts and numbers, once encoded.
  public Optional<Conditioning> conditioning() {
    return Optional.ofNullable(conditioning);
  }

  /// The current state; after sampling, the latents (batch, channels, frames).
  public NdArray latents() {
    return NdArray.of(state, plan.batch(), config.dit().channels(), plan.frames());
  }

  /// The sampler's latest estimate of the latents; zeros before the first step.
  public NdArray denoised() {
    var values = sampling == null ? new float[state.length] : sampling.denoised();
    return NdArray.of(values, plan.batch(), config.dit().channels(), plan.frames());
  }

  /// Each item's channels, complete once all is done.
  public List<float[][]> sounds() {
    return List.copyOf(sounds);
  }
}
