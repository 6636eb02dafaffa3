package dev.aulos.bench;

import dev.aulos.audio.Limiter;
import dev.aulos.audio.Pcm;
import dev.aulos.audio.Resampler;
import dev.aulos.audio.SpectralAnalysis;
import dev.aulos.audio.SpectralSynthesis;
import dev.aulos.engine.noise.TorchRandom;
import dev.aulos.text.T5Vocabulary;
import dev.aulos.text.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What runs in plain Java around the networks, for one take of 11.9 s.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class PlainJavaBenchmark {
  private static final int FRAMES = 524_288;
  private static final String PROMPT =
      "warm analog synth pulses, crisp percussion, spacious stereo field, 112 BPM";

  private final float[] noise = new float[64 * 256];
  private final Tokenizer tokenizer = vocabulary();
  private Pcm sound = Pcm.silence(44_100, 2, 1);
  private float[] description = new float[0];

  private static Tokenizer vocabulary() {
    try {
      return T5Vocabulary.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes a loud sound.
  @Setup
  public void open() {
    var samples = new float[2 * FRAMES];
    TorchRandom.ofSeed(1).fill(samples);
    sound = Pcm.planar(44_100, 2, samples);
    description = describe();
  }

  /// The initial noise of a latent.
  @Benchmark
  public float[] noise() {
    TorchRandom.ofSeed(42).fill(noise);
    return noise;
  }

  /// A prompt's tokens.
  @Benchmark
  public int[] tokens() {
    return tokenizer.encode(PROMPT);
  }

  /// The limiter over the whole take.
  @Benchmark
  public Pcm limit() {
    return Limiter.to(0).apply(sound);
  }

  /// The take at another rate, as files of users are read.
  @Benchmark
  public Pcm resample() {
    return Resampler.of(48_000, 44_100).apply(sound);
  }

  /// The take's spectra without their phase.
  @Benchmark
  public float[] describe() {
    return SpectralAnalysis.of(sound.channel(0), sound.channel(1));
  }

  /// Sound of such spectra, as Nano makes it.
  @Benchmark
  public float[][] synthesize() {
    return SpectralSynthesis.of(description);
  }
}
