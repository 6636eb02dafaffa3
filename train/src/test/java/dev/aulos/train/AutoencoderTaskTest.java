package dev.aulos.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.same.SameDecoder;
import dev.aulos.models.same.SameEncoder;
import dev.aulos.onnx.OrtBackend;
import dev.aulos.weights.WeightViews;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The objective against its formulas, written once more in plain Java, with sums for the Fourier
/// transform.
class AutoencoderTaskTest {
  private static final int RATE = 44_100;
  private static final int CROPS = 2;
  private static final int FRAMES = 128;
  private static final int SAMPLES = FRAMES * 16; // of a crop
  private static final int[][] SIZES = {{2048, 512, 128}, {1024, 256, 64}};

  private final OrtBackend backend = new OrtBackend();

  @Test
  void tenStepsHaveTheLossesOfTheFormulas() {
    // no noise: what is drawn is the task's own matter
    var networks = new SameNetworks(Tiny.same(), Scope.root(), Tiny.plain(0));
    var settings = AutoencoderRecipe.settings(networks, RATE, CROPS, FRAMES, false);
    try (var task =
        new AutoencoderTask(backend, settings, AutoencoderTaskTest::crop, Optional.empty(), 7)) {
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
        near(found, "loss", expected[0] + expected[1] + 0.01 * expected[2]);
        optimizer.step(parameters, gradients, 1, 1e-3, step);
      }
    }
  }

  private static void near(Map<String, Double> found, String name, double expected) {
    assertThat(found.getOrDefault(name, Double.NaN))
        .as(name)
        .isCloseTo(expected, within(5e-4 * (1e-2 + Math.abs(expected))));
  }

  private static void crop(long step, int i, int samples, float[] into) {
    var random = new Random(100 * step + i);
    for (int channel = 0; channel < 2; channel++) {
      double hertz = 100 + 1000 * random.nextDouble();
      for (int t = 0; t < samples; t++) {
        double tone = 0.4 * Math.sin(2 * Math.PI * hertz * t / RATE);
        into[channel * samples + t] = (float) (tone + 0.05 * random.nextGaussian());
      }
    }
  }

  /// Spectral, waveform and penalty.
  private double[] losses(long step, Parameters parameters) {
    var targets = new float[CROPS][2][];
    var predictions = new float[CROPS][2][];
    var config = Tiny.same();
    int channels = config.latentChannels();
    var row = new float[channels * CROPS * FRAMES];
    var weights = WeightViews.of(parameters.values());
    var encoderGraph = SameEncoder.of(Scope.root(), config).graph(Probe.NONE);
    var decoderGraph = SameDecoder.of(Scope.root(), config).graph(Probe.NONE);
    try (var encoder = backend.compile(encoderGraph, weights);
        var decoder = backend.compile(decoderGraph, weights)) {
      for (int i = 0; i < CROPS; i++) {
        var crop = new float[2 * SAMPLES];
        crop(step, i, SAMPLES, crop);
        var sound = Map.of("sound", NdArray.of(crop, 1, 2, SAMPLES));
        var latents = encoder.run(sound, "latents", Cancellation.none());
        var inputs = Map.of("latents", latents, "noise", NdArray.zeros(DType.F32, latents.shape()));
        var decoded = decoder.run(inputs, "sound", Cancellation.none()).toFloats();
        for (int channel = 0; channel < 2; channel++) {
          targets[i][channel] = side(crop, channel);
          predictions[i][channel] = side(decoded, channel);
        }
        for (int channel = 0; channel < channels; channel++) {
          int to = (channel * CROPS + i) * FRAMES;
          System.arraycopy(latents.toFloats(), channel * FRAMES, row, to, FRAMES);
        }
      }
      return new double[] {
        spectral(targets, predictions, SIZES[(int) (step % 2)]),
        waveform(targets, predictions),
        penalty(row, channels)
      };
    }
  }

  private static float[] side(float[] sound, int channel) {
    return Arrays.copyOfRange(sound, channel * SAMPLES, (channel + 1) * SAMPLES);
  }

  private static double spectral(float[][][] targets, float[][][] predictions, int[] sizes) {
    double sum = 0;
    for (int size : sizes) {
      double logarithms = 0;
      double convergence = 0;
      for (int i = 0; i < CROPS; i++) {
        for (int side = 0; side < 2; side++) {
          var x = powers(mixed(targets[i], side), size);
          var y = powers(mixed(predictions[i], side), size);
          double distance = 0;
          double missed = 0;
          double energy = 0;
          for (int k = 0; k < x.length; k++) {
            distance += 0.5 * Math.abs(Math.log(y[k] / x[k])) / x.length;
            double difference = Math.sqrt(y[k]) - Math.sqrt(x[k]);
            missed += difference * difference / x.length;
            energy += x[k] / x.length;
          }
          logarithms += distance / (2 * CROPS);
          convergence += Math.sqrt(missed + 1e-12) / (Math.sqrt(energy) + 0.01) / (2 * CROPS);
        }
      }
      sum += (logarithms + convergence) / sizes.length;
    }
    return sum;
  }

  /// The middle, half of left + right, or the side, half of left - right.
  private static double[] mixed(float[][] sound, int side) {
    var mixed = new double[SAMPLES];
    for (int t = 0; t < SAMPLES; t++) {
      mixed[t] = 0.5 * (sound[0][t] + (side == 0 ? 1 : -1) * sound[1][t]);
    }
    return mixed;
  }

  /// Powers of all bins of all frames, plus 1e-6. Frames overlap by half and are centred on their
  /// place, the signal is reflected at its ends; wide windows look up to 8 kHz only.
  private static double[] powers(double[] x, int size) {
    int hop = size / 2;
    int frames = 1 + SAMPLES / hop;
    int bins = size >= 1024 ? (int) Math.floor(8000.0 / RATE * size) + 1 : size / 2 + 1;
    var window = new double[size];
    var cosines = new double[size];
    double squares = 0;
    for (int i = 0; i < size; i++) {
      cosines[i] = Math.cos(2 * Math.PI * i / size);
      window[i] = 0.5 - 0.5 * cosines[i];
      squares += window[i] * window[i];
    }
    var powers = new double[frames * bins];
    for (int frame = 0; frame < frames; frame++) {
      for (int k = 0; k < bins; k++) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < size; i++) {
          double value = window[i] * x[reflected(frame * hop - size / 2 + i)];
          re += value * cosines[k * i % size];
          im -= value * cosines[(k * i + 3 * size / 4) % size];
        }
        powers[frame * bins + k] = (re * re + im * im) / squares + 1e-6;
      }
    }
    return powers;
  }

  private static int reflected(int t) {
    int positive = Math.abs(t);
    return positive < SAMPLES ? positive : 2 * (SAMPLES - 1) - positive;
  }

  private static double waveform(float[][][] targets, float[][][] predictions) {
    double sum = 0;
    for (int i = 0; i < CROPS; i++) {
      double missed = 0;
      double energy = 0;
      for (int channel = 0; channel < 2; channel++) {
        for (int t = 0; t < SAMPLES; t++) {
          double value = targets[i][channel][t];
          double difference = value - predictions[i][channel][t];
          missed += difference * difference / (2 * SAMPLES);
          energy += value * value / (2 * SAMPLES);
        }
      }
      sum += missed / (energy + 1e-3) / CROPS;
    }
    return sum;
  }

  private static double penalty(float[] latents, int channels) {
    int frames = latents.length / channels;
    double overTime = 0;
    for (int c = 0; c < channels; c++) {
      overTime += away(latents, c * frames, 1, frames) / channels;
    }
    double overChannels = 0;
    for (int t = 0; t < frames; t++) {
      overChannels += away(latents, t, frames, channels) / frames;
    }
    return overTime + 0.4 * overChannels;
  }

  /// How far `n` values from `at` on, so far apart, are from the standard normal distribution.
  private static double away(float[] x, int at, int apart, int n) {
    double mean = 0;
    for (int i = 0; i < n; i++) {
      mean += x[at + i * apart] / (double) n;
    }
    double variance = 0;
    for (int i = 0; i < n; i++) {
      double difference = x[at + i * apart] - mean;
      variance += difference * difference / (n - 1);
    }
    variance = Math.max(1e-4, variance);
    return mean * mean + variance - Math.log(variance) - 1;
  }
}
