package dev.aulos.engine.pipeline;

import dev.aulos.engine.codec.Chunking;
import dev.aulos.engine.codec.OobleckCodec.Decoding;
import dev.aulos.engine.diffusion.Conditioning;
import dev.aulos.engine.noise.NoiseSource;
import dev.aulos.engine.sampling.SamplerRun;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.models.ModelConfig;
import java.nio.FloatBuffer;
import java.util.ArrayList;
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
  private final Cancellation cancellation;
  private final Work work;
  private final List<float[][]> sounds = new ArrayList<>();
  private final float[] state;
  private Stage stage = Stage.TEXT;
  private @Nullable Conditioning conditioning;
  private @Nullable NdArray initLatents;
  private @Nullable SamplerRun sampling;
  private @Nullable Decoding decoding;

  /// A generation of `plan`, drawing from `noise` in the reference's order: the initial noise at
  /// once, then the codec's, then the sampler's.
  public Run(Networks networks, Plan plan, NoiseSource noise, Cancellation cancellation) {
    this.networks = networks;
    this.config = networks.config();
    this.plan = plan;
    this.noise = noise;
    this.cancellation = cancellation;
    work = new Work(networks, plan);
    state = noise.draw(plan.batch() * config.dit().channels() * plan.frames());
  }

  /// Does the next piece of work; false once all is done.
  ///
  /// @throws java.util.concurrent.CancellationException if cancelled
  public boolean advance() {
    cancellation.check();
    switch (stage) {
      case TEXT -> encodeText();
      case INIT -> encodeInit();
      case SAMPLING -> sample();
      case DECODING -> decode();
      case DONE -> {}
    }
    return stage != Stage.DONE;
  }

  private void encodeText() {
    int rows = config.text().maxTokens();
    var texts = networks.text().encode(plan.texts(), rows, cancellation);
    var tokens = networks.conditioners().join(texts, plan.numbers(), cancellation);
    Optional<NdArray> negative = Optional.empty();
    if (plan.negatives().isPresent()) {
      var others = networks.text().encode(plan.negatives().get(), rows, cancellation);
      negative =
          Optional.of(networks.conditioners().join(others, plan.numbers(), cancellation).cross());
    }
    conditioning = new Conditioning(tokens.cross(), tokens.global(), negative);
    work.done(Stage.TEXT, 1);
    stage = plan.init().isPresent() ? Stage.INIT : Stage.SAMPLING;
  }

  private void encodeInit() {
    var sound = plan.init().orElseThrow();
    var codec = networks.codec();
    if (plan.initMean()) {
      initLatents = codec.encodeMean(sound, cancellation);
    } else if (codec.config().chunked()) {
      initLatents = codec.encode(sound, Chunking.DEFAULT, noise, cancellation);
    } else {
      initLatents = codec.encode(sound, noise, cancellation);
    }
    work.done(Stage.INIT, 1);
    stage = Stage.SAMPLING;
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
    var denoiser =
        networks.diffusion().condition(conditioning, plan.guidance(), plan.frames(), cancellation);
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

  private void decode() {
    int item = sounds.isEmpty() ? 0 : sounds.size() - 1;
    if (decoding == null) {
      item = sounds.size();
      int samples = (int) plan.samples()[item];
      sounds.add(new float[config.audioChannels()][samples]);
      decoding = networks.codec().decode(latents(), item, 0, samples);
    }
    var sound = sounds.get(item);
    int at = decoding.position();
    boolean more =
        decoding.advance(
            (samples, frames) -> {
              for (var channel : sound) {
                samples.get(channel, at, frames);
              }
            },
            cancellation);
    work.done(Stage.DECODING, (item + decoding.fraction()) / plan.batch());
    if (!more) {
      decoding = null;
      if (sounds.size() == plan.batch()) {
        stage = Stage.DONE;
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
