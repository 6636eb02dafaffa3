package dev.aulos.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonParser;
import dev.aulos.engine.codec.SameCodec;
import dev.aulos.engine.codec.SameNoise;
import dev.aulos.engine.noise.IntervalNoise;
import dev.aulos.engine.noise.NoiseSource;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Scope;
import dev.aulos.models.config.Section;
import dev.aulos.models.same.SameConfig;
import dev.aulos.onnx.OrtBackend;
import dev.aulos.train.loss.WaveformLoss;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Training of the autoencoder of Stable Audio 3 in the layout of the published ones: differential
/// attention in chunks that shift, squashing norms, gates that are sines, noise on new tokens.
class SameTrainingTest {
  private static final Backend REFERENCE = new ReferenceBackend();
  private static final int CROPS = 2;
  private static final int FRAMES = 6;
  private static final int SAMPLES = FRAMES * 16;
  private static final int WIDTH = 24;
  private static final double NOISE = 1e-3; // of the bottleneck as it is used

  private static final String SIDE =
      """
      {"type": "same", "config": {"%s": 16, "channels": 24, "c_mults": [1], "strides": [2],
       "latent_dim": 4, "transformer_depths": [2], "dim_heads": 8, "differential": true,
       "dyt": true, "variable_stride": true, "chunk_size": 4, "chunk_midpoint_shift": true,
       "sinusoidal_blocks": [2], "mask_noise": %s, "conv_mapping": true}}
      """;

  private static SameConfig config() {
    var json =
        """
        {"encoder": %s, "decoder": %s,
         "bottleneck": {"type": "softnorm", "config": {"dim": 4, "auto_scale": true}},
         "pretransform": {"type": "patched", "config": {"patch_size": 8, "channels": 2}},
         "latent_dim": 4, "downsampling_ratio": 16, "io_channels": 2}
        """
            .formatted(SIDE.formatted("in_channels", "0.2"), SIDE.formatted("out_channels", "0.1"));
    return SameConfig.of(Section.of("model", JsonParser.parseString(json)), false);
  }

  private static AutoencoderTask task(Backend backend, int crops, int frames) {
    return task(backend, crops, frames, true);
  }

  private static AutoencoderTask task(Backend backend, int crops, int frames, boolean recomputes) {
    var settings =
        new AutoencoderTask.Settings(
            new SameNetworks(
                config(), Scope.root(), new SameNetworks.Training(NOISE, true, recomputes)),
            crops,
            frames,
            List.of(WaveformLoss::squared),
            0,
            0.1,
            false,
            Optional.empty());
    return new AutoencoderTask(backend, settings, Tiny::crop, Optional.empty(), 7);
  }

  /// The codec as it is used, one crop after another, given the task's own draws.
  @Test
  void tenStepsHaveTheLossesOfTheCodecAsItIsUsed() throws IOException {
    try (var task = task(new OrtBackend(), CROPS, FRAMES)) {
      var parameters = task.start();
      var gradients = parameters.zeros();
      var optimizer = new AdamW(AdamW.Settings.defaults(), parameters);
      for (long step = 1; step <= 10; step++) {
        double expected = distance(step, parameters);
        var found = task.step(step, parameters, gradients, Cancellation.none());
        assertThat(found.getOrDefault("spectral", Double.NaN))
            .isCloseTo(expected, within(2e-4 * (1e-2 + expected)));
        optimizer.step(parameters, gradients, 1, 5e-3, step);
      }
    }
  }

  private static double distance(long step, Parameters parameters) throws IOException {
    var random = FlowBatches.random(7, step);
    var latentNoise = draws(random, 4 * FRAMES);
    var encoderTokens = draws(random, FRAMES * WIDTH);
    var decoderTokens = draws(random, FRAMES * 2 * WIDTH);
    double sum = 0;
    var weights = WeightViews.foldingWeightNorm(parameters);
    try (var codec = new SameCodec(REFERENCE, config(), weights, Scope.root())) {
      for (int i = 0; i < CROPS; i++) {
        var crop = new float[2 * SAMPLES];
        Tiny.crop(step, i, SAMPLES, crop);
        var sound = NdArray.of(crop, 1, 2, SAMPLES);
        var latents = codec.encode(sound, new Given(encoderTokens.get(i)), Cancellation.none());
        var noise = new Given(latentNoise.get(i), decoderTokens.get(i));
        var decoded = codec.decode(latents, noise, Cancellation.none()).toFloats();
        assertThat(decoded).isNotEqualTo(codec.decode(latents, Cancellation.none()).toFloats());
        for (int t = 0; t < crop.length; t++) {
          sum += Math.pow(crop[t] - decoded[t], 2) / crop.length / CROPS;
        }
      }
    }
    return sum;
  }

  /// What is drawn for each crop.
  private static List<float[]> draws(Random random, int size) {
    return IntStream.range(0, CROPS).mapToObj(i -> draw(random, size)).toList();
  }

  private static float[] draw(Random random, int size) {
    var values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /// Draws known beforehand.
  private static final class Given implements NoiseSource {
    private final float[][] draws;
    private int next;

    Given(float[]... draws) {
      this.draws = draws;
    }

    @Override
    public void fill(float[] out) {
      assertThat(out).hasSameSizeAs(draws[next]);
      System.arraycopy(draws[next++], 0, out, 0, out.length);
    }

    @Override
    public void skip(int size) {
      assertThat(draws[next++]).hasSize(size);
    }

    @Override
    public IntervalNoise intervals(float low, float high, int size) {
      return SameNoise.OFF.intervals(low, high, size);
    }
  }

  /// On both backends alike, whether blocks are computed again or not, for two crops.
  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    try (var task = task(REFERENCE, 2, FRAMES);
        var other = task(new OrtBackend(), 2, FRAMES, false)) {
      AutoencoderGradients.assertRight(task, other, 3e-3);
    }
  }

  /// As published ones do; all other weights are whole.
  @Test
  void mapsOfPatchesMoveAsMagnitudesAndDirections() {
    try (var task = task(REFERENCE, 1, FRAMES)) {
      assertThat(task.start().paths())
          .contains("encoder.layers.0.mapping.weight_g", "decoder.layers.3.mapping.weight_v")
          .contains("encoder.layers.2.weight")
          .noneMatch(path -> path.endsWith("mapping.weight"));
    }
  }

  /// With a discriminator as without: the distance alone is measured.
  @Test
  void whatIsHeldOutIsMeasuredByTheDistanceAlone() {
    try (var plain = measured(Tiny.settings());
        var opposed = measured(Tiny.opposed())) {
      var parameters = plain.start();
      double loss = plain.heldOutLoss(parameters, Cancellation.none()).orElseThrow();
      assertThat(plain.heldOutLoss(parameters, Cancellation.none())).hasValue(loss);
      assertThat(opposed.heldOutLoss(opposed.start(), Cancellation.none())).hasValue(loss);
      var gradients = parameters.zeros();
      plain.step(1, parameters, gradients, Cancellation.none());
      var better = Stepped.along(parameters, gradients, -1e-2 / AdamW.norm(gradients));
      assertThat(plain.heldOutLoss(better, Cancellation.none()).orElseThrow()).isLessThan(loss);
    }
    try (var task = task(REFERENCE, 2, FRAMES)) {
      assertThat(task.heldOutLoss(task.start(), Cancellation.none())).isEmpty();
    }
  }

  private static AutoencoderTask measured(AutoencoderTask.Settings settings) {
    AutoencoderTask.Crops others = (step, i, n, into) -> Tiny.crop(1000 + step, i, n, into);
    return new AutoencoderTask(
        REFERENCE, settings, Tiny::crop, Optional.of(others), Optional.empty(), 7);
  }

  @Test
  void cropsAreWholeChunks() {
    assertThatThrownBy(() -> task(REFERENCE, 2, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 latent frames, expected a multiple of 2");
  }
}
