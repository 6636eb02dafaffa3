package dev.aulos.audio;

import java.util.Arrays;

/// Power by time and frequency: squared magnitudes of Fourier transforms of overlapping stretches
/// of one channel, under periodic Hann windows.
///
/// Stretch t is centred on frame `t·hop`; beyond its ends the sound is mirrored.
public final class Spectrogram {
  /// The usual size of a stretch, in frames.
  public static final int FFT_SIZE = 1024;

  /// The usual distance between stretches, in frames.
  public static final int HOP = 512;

  private final int sampleRate;
  private final int fftSize;
  private final double[][] power;

  private Spectrogram(int sampleRate, int fftSize, double[][] power) {
    this.sampleRate = sampleRate;
    this.fftSize = fftSize;
    this.power = power;
  }

  /// The spectrogram of a channel with the usual sizes.
  public static Spectrogram of(Pcm sound, int channel) {
    return of(sound, channel, FFT_SIZE, HOP);
  }

  /// The spectrogram of a channel; the FFT's size is a power of two.
  public static Spectrogram of(Pcm sound, int channel, int fftSize, int hop) {
    if (hop < 1) {
      throw new IllegalArgumentException("hop is " + hop + ", expected at least 1");
    }
    var x = sound.shared(channel);
    var fft = new RealFft(fftSize);
    var window = hann(fftSize);
    var power = new double[x.length == 0 ? 0 : 1 + x.length / hop][];
    Arrays.setAll(power, t -> fft.power(stretch(x, t * hop - fftSize / 2, window)));
    return new Spectrogram(sound.sampleRate(), fftSize, power);
  }

  /// The periodic Hann window.
  static double[] hann(int size) {
    var window = new double[size];
    Arrays.setAll(window, i -> 0.5 - 0.5 * Math.cos(2 * Math.PI * i / size));
    return window;
  }

  private static double[] stretch(float[] x, int start, double[] window) {
    var stretch = new double[window.length];
    for (int i = 0; i < stretch.length; i++) {
      stretch[i] = window[i] * x[mirrored(start + i, x.length)];
    }
    return stretch;
  }

  /// A position folded back at both ends, which are not doubled.
  private static int mirrored(int i, int length) {
    if (length == 1) {
      return 0;
    }
    int folded = Math.floorMod(i, 2 * (length - 1));
    return folded < length ? folded : 2 * (length - 1) - folded;
  }

  /// The number of stretches of time.
  public int times() {
    return power.length;
  }

  /// The number of frequencies, half the FFT's size and one.
  public int bins() {
    return fftSize / 2 + 1;
  }

  /// The frequency of a bin.
  public double hertz(int bin) {
    return bin * (double) sampleRate / fftSize;
  }

  /// The power at a time and a frequency.
  public double at(int time, int bin) {
    return power[time][bin];
  }

  int sampleRate() {
    return sampleRate;
  }

  double[] powers(int time) {
    return power[time];
  }
}
