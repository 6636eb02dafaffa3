package dev.aulos.audio;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/// A sound in memory: for each channel its samples, nominally within ±1, at one sample rate.
///
/// A frame is one sample of every channel. Immutable: every operation gives a new sound.
public final class Pcm {
  private static final double SILENCE_DB = -60;

  private final int sampleRate;
  private final float[][] samples;

  private Pcm(int sampleRate, float[][] samples) {
    if (sampleRate < 1) {
      throw new IllegalArgumentException("sample rate is " + sampleRate + ", expected at least 1");
    }
    if (samples.length == 0) {
      throw new IllegalArgumentException("a sound needs at least one channel, found none");
    }
    for (var channel : samples) {
      if (channel.length != samples[0].length) {
        throw new IllegalArgumentException(
            "channels differ in length: " + samples[0].length + " and " + channel.length);
      }
    }
    this.sampleRate = sampleRate;
    this.samples = samples;
  }

  /// A sound of copies of these channels.
  public static Pcm of(int sampleRate, float[]... channels) {
    var copies = new float[channels.length][];
    Arrays.setAll(copies, c -> channels[c].clone());
    return new Pcm(sampleRate, copies);
  }

  /// A sound that owns these channels: the caller no longer changes them. Saves the copy of [#of].
  public static Pcm owning(int sampleRate, float[][] channels) {
    return new Pcm(sampleRate, channels.clone());
  }

  /// A sound from one array that holds channel after channel, as a network's output does.
  public static Pcm planar(int sampleRate, int channels, float[] samples) {
    requireWholeFrames(channels, samples.length);
    int frames = samples.length / channels;
    var split = new float[channels][];
    Arrays.setAll(split, c -> Arrays.copyOfRange(samples, c * frames, (c + 1) * frames));
    return new Pcm(sampleRate, split);
  }

  /// A sound from one array that holds frame after frame.
  public static Pcm interleaved(int sampleRate, int channels, float[] samples) {
    requireWholeFrames(channels, samples.length);
    var split = new float[channels][samples.length / channels];
    for (int i = 0; i < samples.length; i++) {
      split[i % channels][i / channels] = samples[i];
    }
    return new Pcm(sampleRate, split);
  }

  private static void requireWholeFrames(int channels, int samples) {
    if (channels < 1 || samples % channels != 0) {
      throw new IllegalArgumentException(
          samples + " samples do not fill " + channels + " channels");
    }
  }

  /// Zeros.
  public static Pcm silence(int sampleRate, int channels, int frames) {
    return new Pcm(sampleRate, new float[channels][frames]);
  }

  /// Frames a second.
  public int sampleRate() {
    return sampleRate;
  }

  /// The number of channels, at least one.
  public int channels() {
    return samples.length;
  }

  /// The number of frames, at least zero.
  public int frames() {
    return samples[0].length;
  }

  /// The length in seconds.
  public double durationSeconds() {
    return frames() / (double) sampleRate;
  }

  /// One sample.
  public float at(int channel, int frame) {
    return samples[channel][frame];
  }

  /// A copy of one channel.
  public float[] channel(int channel) {
    return samples[channel].clone();
  }

  /// A copy of all samples, channel after channel.
  public float[] planar() {
    var all = new float[Math.multiplyExact(channels(), frames())];
    for (int c = 0; c < channels(); c++) {
      System.arraycopy(samples[c], 0, all, c * frames(), frames());
    }
    return all;
  }

  /// The channel itself, for readers in this package that promise not to write.
  float[] shared(int channel) {
    return samples[channel];
  }

  /// One channel, the mean of all; this sound if it has one already.
  public Pcm toMono() {
    if (channels() == 1) {
      return this;
    }
    var mono = new float[frames()];
    for (int i = 0; i < mono.length; i++) {
      double sum = 0;
      for (var channel : samples) {
        sum += channel[i];
      }
      mono[i] = (float) (sum / channels());
    }
    return new Pcm(sampleRate, new float[][] {mono});
  }

  /// Two channels: one is doubled, of more than two the first two stay.
  public Pcm toStereo() {
    return channels() == 2
        ? this
        : new Pcm(sampleRate, new float[][] {samples[0], samples[channels() == 1 ? 0 : 1]});
  }

  /// The frames from `start`, inclusive, to `end`, exclusive.
  public Pcm slice(int start, int end) {
    if (start < 0 || end < start || end > frames()) {
      throw new IllegalArgumentException(
          "frames " + start + " to " + end + " are not within a sound of " + frames());
    }
    return resized(start, end - start);
  }

  /// At most the first `frames` frames.
  public Pcm trimTo(int frames) {
    return slice(0, Math.min(frames, frames()));
  }

  /// At least `frames` frames: zeros follow a shorter sound.
  public Pcm padTo(int frames) {
    return frames <= frames() ? this : resized(0, frames);
  }

  /// Exactly `frames` frames: cut, or followed by zeros.
  public Pcm fitTo(int frames) {
    return padTo(frames).trimTo(frames);
  }

  private Pcm resized(int start, int frames) {
    var resized = new float[channels()][];
    Arrays.setAll(resized, c -> Arrays.copyOfRange(samples[c], start, start + frames));
    return new Pcm(sampleRate, resized);
  }

  /// Every sample times a factor.
  public Pcm gain(double factor) {
    return map(x -> x * factor);
  }

  /// A function of every sample, rounded once.
  Pcm map(DoubleUnaryOperator function) {
    var mapped = new float[channels()][frames()];
    for (int c = 0; c < channels(); c++) {
      for (int i = 0; i < frames(); i++) {
        mapped[c][i] = (float) function.applyAsDouble(samples[c][i]);
      }
    }
    return new Pcm(sampleRate, mapped);
  }

  /// Every sample louder by so many decibels; softer for a negative number.
  public Pcm gainDb(double db) {
    return gain(Decibels.toFactor(db));
  }

  /// The largest magnitude of any sample; 0 for no frames, NaN if any sample is.
  public float peak() {
    float peak = 0;
    for (var channel : samples) {
      for (float x : channel) {
        peak = Math.max(peak, Math.abs(x)); // max passes NaN on
      }
    }
    return peak;
  }

  /// The peak in decibels below full scale, which is 1; negative infinity for zeros.
  public double peakDb() {
    return Decibels.of(peak());
  }

  /// The root of the mean square over all samples of all channels; 0 for no frames.
  public double rms() {
    double sum = 0;
    for (var channel : samples) {
      for (float x : channel) {
        sum += (double) x * x;
      }
    }
    return frames() == 0 ? 0 : Math.sqrt(sum / ((double) frames() * channels()));
  }

  /// Whether the peak is below −60 dB.
  public boolean isSilent() {
    return isSilent(SILENCE_DB);
  }

  /// Whether the peak is below a level in decibels.
  public boolean isSilent(double thresholdDb) {
    return peakDb() < thresholdDb;
  }

  /// Whether any sample is infinite or not a number.
  public boolean hasNonFinite() {
    for (var channel : samples) {
      for (float x : channel) {
        if (!Float.isFinite(x)) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return frames() + " frames, " + channels() + " channels, " + sampleRate + " Hz";
  }
}
