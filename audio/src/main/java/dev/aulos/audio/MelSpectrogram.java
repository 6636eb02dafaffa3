package dev.aulos.audio;

import java.util.Arrays;

/// A [Spectrogram] gathered into bands that are evenly spaced to the ear, in decibels.
///
/// Bands are triangles on the HTK mel scale, `2595·log10(1 + f/700)`, from 0 to half the sample
/// rate, each of unit area (Slaney). Levels are `10·log10`, at least −100 dB and at most 80 dB
/// below the loudest.
public final class MelSpectrogram {
  /// The usual number of bands.
  public static final int BANDS = 128;

  private static final double LEAST_POWER = 1e-10;
  private static final double RANGE_DB = 80;

  private final double[][] decibels;

  private MelSpectrogram(double[][] decibels) {
    this.decibels = decibels;
  }

  /// The usual bands of a channel.
  public static MelSpectrogram of(Pcm sound, int channel) {
    return of(Spectrogram.of(sound, channel), BANDS);
  }

  /// The spectrogram the reference draws: of the first channel, as integers of 16 bits.
  public static MelSpectrogram asDrawnByTheReference(Pcm sound) {
    var integers = sound.channel(0);
    for (int i = 0; i < integers.length; i++) {
      integers[i] = (int) (Math.max(-1, Math.min(1, integers[i])) * 32767);
    }
    return of(Pcm.owning(sound.sampleRate(), new float[][] {integers}), 0);
  }

  /// The bands of a spectrogram.
  public static MelSpectrogram of(Spectrogram spectrogram, int bands) {
    var filters = filters(spectrogram, bands);
    var decibels = new double[spectrogram.times()][bands];
    double loudest = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < decibels.length; t++) {
      for (int m = 0; m < bands; m++) {
        double power = Math.max(LEAST_POWER, dot(filters[m], spectrogram.powers(t)));
        decibels[t][m] = 10 * Math.log10(power);
        loudest = Math.max(loudest, decibels[t][m]);
      }
    }
    for (var levels : decibels) {
      for (int m = 0; m < bands; m++) {
        levels[m] = Math.max(levels[m], loudest - RANGE_DB);
      }
    }
    return new MelSpectrogram(decibels);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /// The weight of each bin in each band.
  private static double[][] filters(Spectrogram spectrogram, int bands) {
    double top = mel(spectrogram.sampleRate() / 2.0);
    var corners = new double[bands + 2]; // in hertz
    Arrays.setAll(corners, i -> hertz(top * i / (bands + 1)));
    var filters = new double[bands][spectrogram.bins()];
    for (int m = 0; m < bands; m++) {
      double area = 2 / (corners[m + 2] - corners[m]);
      for (int k = 0; k < filters[m].length; k++) {
        double f = spectrogram.hertz(k);
        double rising = (f - corners[m]) / (corners[m + 1] - corners[m]);
        double falling = (corners[m + 2] - f) / (corners[m + 2] - corners[m + 1]);
        filters[m][k] = area * Math.max(0, Math.min(rising, falling));
      }
    }
    return filters;
  }

  static double mel(double hertz) {
    return 2595 * Math.log10(1 + hertz / 700);
  }

  private static double hertz(double mel) {
    return 700 * (Math.pow(10, mel / 2595) - 1);
  }

  /// The number of stretches of time.
  public int times() {
    return decibels.length;
  }

  /// The number of bands; 0 if there is no time.
  public int bands() {
    return decibels.length == 0 ? 0 : decibels[0].length;
  }

  /// The level of a band at a time, in decibels.
  public double at(int time, int band) {
    return decibels[time][band];
  }
}
