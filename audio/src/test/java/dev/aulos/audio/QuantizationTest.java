package dev.aulos.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class QuantizationTest {
  private static short[] shorts(Quantization rule, float... samples) {
    var encoder = new SampleEncoder(SampleFormat.PCM_16, rule);
    var bytes = encoder.encode(Pcm.of(1, samples), 0, samples.length);
    var shorts = new short[samples.length];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(shorts);
    return shorts;
  }

  @Test
  void truncatesAsTheReferenceDoes() {
    var truncated = new Quantization.Truncated();
    assertThat(shorts(truncated, 1, -1, 0.5f, -0.5f, 0.00003f, -0.00003f, 2, -7))
        .containsExactly(32767, -32767, 16383, -16383, 0, 0, 32767, -32767);
  }

  @Test
  void afterNormalisingItIsTheReferencesArithmeticInFloats() {
    var sound = Sounds.noise(44100, 1, 200_000, 11).gain(0.77);
    var got = shorts(new Quantization.Truncated(), new Normalizer(0).apply(sound).channel(0));
    float peak = sound.peak();
    for (int i = 0; i < got.length; i++) {
      float clamped = Math.max(-1f, Math.min(1f, sound.at(0, i) / peak));
      assertThat(got[i]).isEqualTo((short) (clamped * 32767f));
    }
  }

  @Test
  void truncatesTheWidestIntegersWithoutWrapping() {
    var encoder = new SampleEncoder(SampleFormat.PCM_32, new Quantization.Truncated());
    var bytes = encoder.encode(Pcm.of(1, new float[] {1, -1}), 0, 2);
    assertThat(bytes).containsExactly(-1, -1, -1, 0x7F, 0, 0, 0, 0x80);
  }

  @Test
  void roundsToTheNearestAndClamps() {
    var nearest = new Quantization.Nearest();
    float step = 1 / 32768f;
    assertThat(shorts(nearest, 0.6f * step, -0.6f * step, 0.4f * step, 1, -1, 5, -5))
        .containsExactly(1, -1, 0, 32767, -32768, 32767, -32768);
  }

  @Test
  void ditherIsTheSameForTheSameSeed() {
    var sound = Sounds.noise(8000, 1, 1000, 2).channel(0);
    var once = shorts(new Quantization.Dithered(5), sound);
    assertThat(shorts(new Quantization.Dithered(5), sound)).isEqualTo(once);
    assertThat(shorts(new Quantization.Dithered(6), sound)).isNotEqualTo(once);
  }

  @Test
  void ditherKeepsTheMeanOfWhatRoundingLoses() {
    float quarter = 0.25f / 32768;
    var x = new float[100_000];
    Arrays.fill(x, quarter);
    assertThat(mean(shorts(new Quantization.Nearest(), x))).isZero();
    var dithered = shorts(new Quantization.Dithered(1), x);
    assertThat(mean(dithered)).isCloseTo(0.25, within(0.01));
    // triangular noise of ±1 and rounding: variance 1/6 + 1/12
    double variance = 0;
    for (short s : dithered) {
      variance += (s - 0.25) * (s - 0.25) / dithered.length;
    }
    assertThat(variance).isCloseTo(0.25, within(0.01));
  }

  private static double mean(short[] samples) {
    double sum = 0;
    for (short s : samples) {
      sum += s;
    }
    return sum / samples.length;
  }

  @Test
  void ditheredFullScaleDoesNotWrap() throws IOException {
    var x = new float[1000];
    Arrays.fill(x, 1);
    var bytes = WavRoundTripTest.bytes(Pcm.of(8000, x), WavOptions.pcm16());
    var read = WavFile.read(new ByteArrayInputStream(bytes), "full").sound();
    for (int i = 0; i < 1000; i++) {
      assertThat(read.at(0, i)).isGreaterThan(0.9999f);
    }
  }
}
