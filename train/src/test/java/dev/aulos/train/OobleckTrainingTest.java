package dev.aulos.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.engine.LatentCodec;
import dev.aulos.engine.codec.Moments;
import dev.aulos.engine.codec.OobleckCodec;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.onnx.OrtBackend;
import dev.aulos.train.loss.StftLoss;
import dev.aulos.train.loss.StftResolution;
import dev.aulos.train.loss.WaveformLoss;
import dev.aulos.weights.Safetensors;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Training of the convolutional autoencoder of Stable Audio Open.
class OobleckTrainingTest {
  private static final Backend REFERENCE = new ReferenceBackend();
  private static final int CROPS = 2;
  private static final int FRAMES = 6;
  private static final int SAMPLES = FRAMES * 8;

  @TempDir private Path folder;

  /// The codec as it is used, with the task's own draw between its halves.
  @Test
  void tenStepsHaveTheLossesOfTheCodecAsItIsUsed() throws IOException {
    try (var task = Tiny.oobleck(new OrtBackend())) {
      var parameters = task.start();
      var gradients = parameters.zeros();
      var optimizer = new AdamW(AdamW.Settings.defaults(), parameters);
      for (long step = 1; step <= 10; step++) {
        double[] expected = losses(step, parameters);
        var found = task.step(step, parameters, gradients, Cancellation.none());
        assertThat(found).containsOnlyKeys("loss", "spectral", "waveform", "penalty");
        near(found, "spectral", expected[0]);
        near(found, "waveform", expected[1]);
        near(found, "penalty", expected[2]);
        near(found, "loss", expected[0] + 0.5 * expected[1] + 1e-3 * expected[2]);
        optimizer.step(parameters, gradients, 1, 5e-3, step);
      }
    }
  }

  private static void near(Map<String, Double> found, String name, double expected) {
    assertThat(found.getOrDefault(name, Double.NaN))
        .as(name)
        .isCloseTo(expected, within(2e-4 * (1e-2 + Math.abs(expected))));
  }

  /// Spectral, waveform and divergence.
  private static double[] losses(long step, Parameters parameters) throws IOException {
    var sound = NdArray.zeros(DType.F32, CROPS, 2, SAMPLES);
    var crop = new float[2 * SAMPLES];
    for (int i = 0; i < CROPS; i++) {
      Tiny.crop(step, i, SAMPLES, crop);
      sound.floats(i * crop.length, (i + 1) * crop.length).put(crop);
    }
    var random = new Random(7 ^ (step * 0x9E3779B97F4A7C15L));
    var weights = WeightViews.foldingWeightNorm(parameters);
    try (var codec = new OobleckCodec(REFERENCE, Tiny.codec(), weights, Scope.root())) {
      var moments = codec.encode(sound, Cancellation.none());
      var latents = drawn(moments, random);
      var decoded = codec.decode(latents, Cancellation.none());
      return new double[] {spectral(sound, decoded), waveform(sound, decoded), moments.kl()};
    }
  }

  private static NdArray drawn(Moments moments, Random random) {
    var latents = moments.mean();
    var deviations = moments.deviation().floats();
    var values = latents.floats();
    for (int i = 0; i < latents.size(); i++) {
      values.put(i, values.get(i) + deviations.get(i) * (float) random.nextGaussian());
    }
    return latents;
  }

  private static void fill(FloatBuffer draw, Random random) {
    for (int i = 0; i < draw.capacity(); i++) {
      draw.put(i, (float) random.nextGaussian());
    }
  }

  private static double spectral(NdArray target, NdArray prediction) {
    var shape = Shape.of(CROPS, 2, SAMPLES);
    var stereo =
        StftLoss.of(StftResolution.all(16, 8))
            .stereo(Tensor.input("target", shape), Tensor.input("prediction", shape));
    var graph = Graph.of("spectral", Map.of("total", stereo.total()));
    try (var loss = REFERENCE.compile(graph, WeightViews.of(Map.of()))) {
      var inputs = Map.of("target", target, "prediction", prediction);
      return loss.run(inputs, "total", Cancellation.none()).floats().get(0);
    }
  }

  private static double waveform(NdArray target, NdArray prediction) {
    double sum = 0;
    int size = target.size() / CROPS;
    for (int i = 0; i < CROPS; i++) {
      double missed = 0;
      double energy = 0;
      for (int t = i * size; t < (i + 1) * size; t++) {
        double value = target.floats().get(t);
        double difference = value - prediction.floats().get(t);
        missed += difference * difference / size;
        energy += value * value / size;
      }
      sum += missed / (energy + 1e-3) / CROPS;
    }
    return sum;
  }

  /// The layers between which nothing is kept are computed again for the gradients, on both
  /// backends alike; by a loss that is smooth.
  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    try (var task = Tiny.oobleck(REFERENCE, WaveformLoss::squared, false);
        var other = Tiny.oobleck(new OrtBackend(), WaveformLoss::squared, false)) {
      var gradients = AutoencoderGradients.assertRight(task, other, 0.01);
      for (var path : gradients.paths()) {
        var values = gradients.get(path).toFloats();
        assertThat(values).as(path).isNotEqualTo(new float[values.length]);
      }
    }
  }

  /// A direction's gradient is at right angles to it, row by row.
  @Test
  void weightsMoveAsMagnitudesAndDirections() {
    try (var task = Tiny.oobleck(REFERENCE)) {
      var parameters = task.start();
      var gradients = parameters.zeros();
      task.step(1, parameters, gradients, Cancellation.none());
      assertThat(parameters.paths()).noneMatch(path -> path.endsWith(".weight"));
      for (var path : parameters.paths()) {
        if (path.endsWith(".weight_v")) {
          assertAtRightAngles(path, parameters.get(path), gradients.get(path));
        }
      }
    }
  }

  private static void assertAtRightAngles(String path, NdArray direction, NdArray gradient) {
    int rows = (int) direction.dim(0);
    int width = direction.size() / rows;
    for (int row = 0; row < rows; row++) {
      double product = 0;
      double lengths = 0;
      for (int i = row * width; i < (row + 1) * width; i++) {
        product += direction.floats().get(i) * gradient.floats().get(i);
        lengths += Math.abs(direction.floats().get(i) * gradient.floats().get(i));
      }
      assertThat(lengths).as(path).isPositive();
      assertThat(product / lengths).as(path).isCloseTo(0, within(1e-4));
    }
  }

  /// The file has weights as magnitudes and directions, and is the same codec.
  @Test
  void whatIsWrittenOpensAsACodec() throws IOException {
    Files.writeString(folder.resolve("model_config.json"), Tiny.codecJson());
    var latent = NdArray.zeros(DType.F32, 1, 3, 20);
    fill(latent.floats(), new Random(3));
    try (var task = Tiny.oobleck(REFERENCE)) {
      var parameters = task.start();
      task.export(folder, parameters);
      var written = Safetensors.open(folder.resolve("model.safetensors"));
      assertThat(written.paths())
          .contains("encoder.layers.0.weight_g", "decoder.layers.1.layers.1.weight_v")
          .noneMatch(path -> path.endsWith(".weight"));
      assertThat(written.shape("decoder.layers.1.layers.1.weight_g")).containsExactly(8, 1, 1);
      var weights = WeightViews.foldingWeightNorm(parameters);
      try (var used = new OobleckCodec(REFERENCE, Tiny.codec(), weights, Scope.root());
          var opened = LatentCodec.open(folder, REFERENCE)) {
        var expected = used.decode(latent, Cancellation.none()).toFloats();
        var sound = opened.decode(latent.reshape(3, 20));
        for (int i = 0; i < sound.frames(); i++) {
          assertThat(sound.channel(0)[i]).isCloseTo(expected[i], within(1e-5f));
        }
      }
    }
  }

  @Test
  void aFrozenEncoderStaysAsItIs() {
    try (var task = Tiny.oobleck(REFERENCE, WaveformLoss::squared, true)) {
      var update = task.update(1, Tiny.settings(2, 1));
      for (var path : task.start().paths()) {
        assertThat(update.moves().test(path)).as(path).isEqualTo(path.startsWith("decoder."));
      }
    }
  }
}
