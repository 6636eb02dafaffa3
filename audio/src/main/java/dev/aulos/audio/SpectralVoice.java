package dev.aulos.audio;

import static dev.aulos.audio.SpectralLayout.BALANCE;
import static dev.aulos.audio.SpectralLayout.BANDS;
import static dev.aulos.audio.SpectralLayout.COHERENCE;
import static dev.aulos.audio.SpectralLayout.GROUPS;
import static dev.aulos.audio.SpectralLayout.HOP;
import static dev.aulos.audio.SpectralLayout.LEVELS;
import static dev.aulos.audio.SpectralLayout.PLACES;
import static dev.aulos.audio.SpectralLayout.TEXTURE;
import static dev.aulos.audio.SpectralLayout.TEXTURES;

import java.util.Arrays;

/// The part of the synthesis that goes through one window.
final class SpectralVoice {
  private static final double QUIET_DB = -93; // just above what counts as silence
  private static final double NEPERS = Math.log(10) / 20; // of a decibel

  private final int index;
  private final SpectralBand band;
  private final double[] window;
  private final double energy; // of the window
  private final Fft fft;
  private final PhaseField field;
  private final int[] below; // by bin, the group whose centre is at or below
  private final double[] part; // by bin, how far it is to the next one
  private final double[] textures; // by bin, the place among bands
  private final double[] places;
  private double[] coming = new double[0]; // logarithms of the next frame

  SpectralVoice(int index) {
    this.index = index;
    band = BANDS.get(index);
    window = band.window();
    energy = Arrays.stream(window).map(w -> w * w).sum();
    fft = new Fft(band.size());
    field = new PhaseField(band, index);
    textures = band.places(TEXTURES);
    places = band.places(PLACES);
    below = new int[band.to()];
    part = new double[band.to()];
    for (int g = 0; g < LEVELS; g++) {
      if (GROUPS.get(g).band() == index) {
        reach(g);
      }
    }
  }

  /// Notes which bins the group and its successor are for; those beyond the outermost centres
  /// belong to the outermost groups.
  private void reach(int g) {
    double centre = GROUPS.get(g).centre();
    boolean isLast = g + 1 == LEVELS || GROUPS.get(g + 1).band() != GROUPS.get(g).band();
    double next = isLast ? centre + 1 : GROUPS.get(g + 1).centre();
    boolean isFirst = GROUPS.get(g).from() == band.from();
    for (int k = isFirst ? band.from() : (int) Math.ceil(centre); k < band.to(); k++) {
      below[k] = g;
      part[k] = isLast ? 0 : Math.max(0, (k - centre) / (next - centre));
    }
  }

  /// Adds the sound of the next frame to both channels, whose first sample is that of number
  /// `origin`.
  void add(int frame, float[] numbers, float[] after, float[][] into, int origin) {
    var logarithms = frame == 0 ? logarithms(numbers) : coming;
    coming = logarithms(after);
    var phases = field.next(logarithms, coming);
    int size = band.size();
    int start = band.start(frame);
    var grainRe = new double[size];
    var grainIm = new double[size];
    for (int i = 0; i < size; i++) {
      grainRe[i] = window[i] * noise(2L * (start + i));
      grainIm[i] = window[i] * noise(2L * (start + i) + 1);
    }
    fft.transform(grainRe, grainIm);
    var re = new double[size];
    var im = new double[size];
    for (int k = Math.max(1, band.from()); k < band.to(); k++) {
      if (logarithms[k] > QUIET_DB * NEPERS) {
        bin(k, numbers, Math.exp(logarithms[k]), phases[k], grainRe, grainIm, re, im);
      }
    }
    fft.transform(im, re); // the inverse
    double scale = HOP / energy / 4; // of the overlap, and a sine of full scale has a quarter
    for (int i = Math.max(0, -start); i < size; i++) {
      into[0][start + i - origin] += (float) (scale * window[i] * re[i]);
      into[1][start + i - origin] += (float) (scale * window[i] * im[i]);
    }
  }

  /// What a sample is multiplied with once all frames are added. At both ends of a sound frames are
  /// missing that would reach it: those that there are stand for them.
  ///
  /// @param frames how many there are in all
  float gain(int sample, int frames) {
    int last = Math.floorDiv(sample - band.start(0), HOP);
    int first = last - band.size() / HOP + 1;
    if (first >= 0 && last < frames) {
      return 1;
    }
    double sum = 0;
    for (int frame = Math.max(0, first); frame <= Math.min(frames - 1, last); frame++) {
      double w = window[sample - band.start(frame)];
      sum += w * w;
    }
    return (float) (energy / HOP / sum);
  }

  /// Puts one bin of both channels into the spectrum of left + i·right.
  private void bin(
      int k,
      float[] numbers,
      double magnitude,
      double phase,
      double[] grainRe,
      double[] grainIm,
      double[] re,
      double[] im) {
    int m = band.size() - k;
    double share = clamped(SpectralLayout.between(numbers, TEXTURE, textures[k]), 0);
    double balance = clamped(SpectralLayout.between(numbers, BALANCE, places[k]), -1);
    double coherence = clamped(SpectralLayout.between(numbers, COHERENCE, places[k]), -1);
    // channels turned by half of acos(coherence), one way and the other, have that coherence
    double cosine = Math.sqrt(0.5 * (1 + coherence));
    double sine = Math.sqrt(0.5 * (1 - coherence));
    double tone = magnitude * Math.sqrt(1 - share);
    if (k % 2 == 1) {
      tone = -tone; // phases are those at the window's centre
    }
    double toneRe = tone * Math.cos(phase);
    double toneIm = tone * Math.sin(phase);
    double grain = 0.5 * magnitude * Math.sqrt(share / energy);
    double bothRe = cosine * (toneRe + grain * (grainRe[k] + grainRe[m]));
    double bothIm = cosine * (toneIm + grain * (grainIm[k] - grainIm[m]));
    double apartRe = sine * (toneIm + grain * (grainIm[k] + grainIm[m]));
    double apartIm = sine * (grain * (grainRe[m] - grainRe[k]) - toneRe);
    double left = Math.sqrt(1 + balance);
    double right = Math.sqrt(1 - balance);
    double leftRe = left * (bothRe + apartRe);
    double leftIm = left * (bothIm + apartIm);
    double rightRe = right * (bothRe - apartRe);
    double rightIm = right * (bothIm - apartIm);
    re[k] = leftRe - rightIm;
    im[k] = leftIm + rightRe;
    re[m] = leftRe + rightIm;
    im[m] = rightRe - leftIm;
  }

  private static double clamped(double x, double low) {
    return Math.max(low, Math.min(1, x));
  }

  /// Natural logarithms of magnitudes, by bin.
  private double[] logarithms(float[] numbers) {
    var result = new double[band.to()];
    for (int k = band.from(); k < band.to(); k++) {
      double number = numbers[below[k]];
      if (part[k] > 0) {
        number += part[k] * (numbers[below[k] + 1] - number);
      }
      result[k] = SpectralLayout.decibels(number) * NEPERS;
    }
    for (int g = 0; g < LEVELS; g++) {
      var group = GROUPS.get(g);
      if (group.band() == index && group.to() - group.from() > 1) {
        level(result, group, SpectralLayout.decibels(numbers[g]) * NEPERS);
      }
    }
    return result;
  }

  /// Shifts the bins of a group so that their mean power is its level again.
  private static void level(double[] logarithms, SpectralLayout.Group group, double level) {
    double power = 0;
    for (int k = group.from(); k < group.to(); k++) {
      power += Math.exp(2 * logarithms[k]);
    }
    double shift = level - 0.5 * Math.log(power / (group.to() - group.from()));
    for (int k = group.from(); k < group.to(); k++) {
      logarithms[k] += shift;
    }
  }

  /// White noise of deviation 1, the same at the same place everywhere.
  private static double noise(long place) {
    long z = place * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return ((z >>> 11) * 0x1.0p-53 - 0.5) * Math.sqrt(12);
  }
}
