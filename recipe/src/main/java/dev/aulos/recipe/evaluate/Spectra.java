package dev.aulos.recipe.evaluate;

import dev.aulos.audio.Pcm;
import dev.aulos.audio.Spectrogram;

/// Power by time and frequency, `(times, bins)`, summed over the channels: what is left, right, or
/// out of phase counts alike.
final class Spectra {
  private final int sampleRate;
  private final int fftSize;
  private final int hop;
  private final double[][] power;

  private Spectra(int sampleRate, int fftSize, int hop, double[][] power) {
    this.sampleRate = sampleRate;
    this.fftSize = fftSize;
    this.hop = hop;
    this.power = power;
  }

  static Spectra of(Pcm sound, int fftSize, int hop) {
    boolean isMono = sound.channels() == 2 && areEqual(sound);
    var first = Spectrogram.of(sound, 0, fftSize, hop);
    var power = new double[first.times()][first.bins()];
    add(first, isMono ? 2 : 1, power);
    for (int c = 1; c < sound.channels() && !isMono; c++) {
      add(Spectrogram.of(sound, c, fftSize, hop), 1, power);
    }
    return new Spectra(sound.sampleRate(), fftSize, hop, power);
  }

  private static boolean areEqual(Pcm sound) {
    for (int i = 0; i < sound.frames(); i++) {
      if (sound.at(0, i) != sound.at(1, i)) {
        return false;
      }
    }
    return true;
  }

  private static void add(Spectrogram one, double weight, double[][] sum) {
    for (int t = 0; t < sum.length; t++) {
      for (int k = 0; k < sum[t].length; k++) {
        sum[t][k] += weight * one.at(t, k);
      }
    }
  }

  int times() {
    return power.length;
  }

  int bins() {
    return fftSize / 2 + 1;
  }

  /// Times per second.
  double rate() {
    return sampleRate / (double) hop;
  }

  double hertz(int bin) {
    return bin * (double) sampleRate / fftSize;
  }

  /// The powers at one time, shared.
  double[] at(int time) {
    return power[time];
  }

  /// The power in bands that touch at frequencies evenly spaced in mel, `(times, bands)`.
  double[][] bands(int bands, double lowHz, double highHz) {
    int[] edges = edges(bands, lowHz, highHz);
    var gathered = new double[times()][bands];
    for (int t = 0; t < gathered.length; t++) {
      for (int b = 0; b < bands; b++) {
        for (int k = edges[b]; k < edges[b + 1]; k++) {
          gathered[t][b] += power[t][k];
        }
      }
    }
    return gathered;
  }

  /// The first bin of each band, and the one after the last; no band is empty.
  private int[] edges(int bands, double lowHz, double highHz) {
    double low = mel(lowHz);
    double high = mel(Math.min(highHz, sampleRate / 2.0));
    var edges = new int[bands + 1];
    for (int b = 0; b <= bands; b++) {
      double hertz = 700 * (Math.pow(10, (low + (high - low) * b / bands) / 2595) - 1);
      int bin = (int) Math.round(hertz * fftSize / sampleRate);
      edges[b] = b == 0 ? bin : Math.max(bin, edges[b - 1] + 1);
    }
    for (int b = bands, top = bins(); b >= 0 && edges[b] > top; b--, top--) {
      edges[b] = top;
    }
    return edges;
  }

  private static double mel(double hertz) {
    return 2595 * Math.log10(1 + hertz / 700);
  }
}
