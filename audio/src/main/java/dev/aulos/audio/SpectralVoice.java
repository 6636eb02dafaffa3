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
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The part of the synthesis that goes through one window, one frame at a time: levels, and sound
/// of these and of phases that fit them ([PhaseField]). Only phases need those of the frame before;
/// all else may happen at once for many frames.
///
/// Where the window's bins leave most of the spectrum empty, only one of [#every] samples is made.
final class SpectralVoice {
  private static final double NEPERS = Math.log(10) / 20; // of a decibel

  /// The natural logarithm of a magnitude just above what counts as silence: −93 dB.
  static final double QUIET = -93 * NEPERS;

  private static final float SILENCE = SpectralLayout.number(SpectralLayout.FLOOR_DB);
  private static final int REGIONS = 16; // of as many levels each
  private static final double FADE = 0.085; // of the window, before an attack
  private static final double MOST = Math.sqrt(2); // times louder after an attack

  private final int index;
  private final SpectralBand band;
  private final int every;
  private final double[] window; // at that rate, scaled so that overlapping ones give the levels
  private final double grain; // of noise, whose frames know nothing of each other
  private final Resampler resampler;
  private final Fft fft;
  private final int levelsFrom; // the window's among all levels
  private final int levelsTo;
  private final int[] below; // by bin, the group whose centre is at or below
  private final double[] part; // by bin, how far it is to the next one
  private final double[] textures; // by bin, the place among bands
  private final double[] regions = new double[REGIONS]; // by region, the same of its centre
  private final double[] places;

  /// The voices of all windows.
  static final List<SpectralVoice> ALL =
      IntStream.range(0, BANDS.size()).mapToObj(SpectralVoice::new).collect(Collectors.toList());

  private SpectralVoice(int index) {
    this.index = index;
    band = BANDS.get(index);
    every = Math.max(1, band.size() / (4 * band.to()));
    window = Spectrogram.hann(band.size() / every);
    double energy = 0;
    double fourth = 0;
    for (double w : window) {
      energy += w * w;
      fourth += w * w * w * w;
    }
    double overlap = energy * every / HOP; // of windows squared
    for (int i = 0; i < window.length; i++) {
      window[i] /= 4 * overlap; // a sine of full scale has a quarter
    }
    grain = overlap / Math.sqrt(fourth * every / HOP);
    resampler = Resampler.relaxed(every);
    fft = new Fft(window.length);
    textures = band.places(TEXTURES);
    places = band.places(PLACES);
    levelsFrom = (int) GROUPS.stream().filter(g -> g.band() < index).count();
    levelsTo = levelsFrom + (int) GROUPS.stream().filter(g -> g.band() == index).count();
    for (int i = 0; i < REGIONS; i++) {
      int centre = levelsFrom + (2 * i + 1) * (levelsTo - levelsFrom) / (2 * REGIONS);
      regions[i] = SpectralLayout.place(GROUPS.get(centre).frequency(), TEXTURES);
    }
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

  /// Of how many samples one is made.
  int every() {
    return every;
  }

  /// Makes the samples between those.
  Resampler resampler() {
    return resampler;
  }

  /// The window and its bins.
  SpectralBand band() {
    return band;
  }

  /// Samples of the window that are made.
  int size() {
    return window.length;
  }

  /// Natural logarithms of a frame's magnitudes, by bin.
  double[] logarithms(float[] numbers) {
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

  /// What attacks are found by: the power in each of [#REGIONS] bands, that of the loudest level in
  /// it.
  Attacks.Frame regions(float[] numbers) {
    var powers = new double[REGIONS];
    double all = 0;
    double noise = 0;
    int size = (levelsTo - levelsFrom) / REGIONS;
    for (int i = 0; i < REGIONS; i++) {
      float loudest = SILENCE;
      for (int g = levelsFrom + i * size; g < levelsFrom + (i + 1) * size; g++) {
        loudest = Math.max(loudest, numbers[g]);
      }
      powers[i] = Math.exp(2 * NEPERS * SpectralLayout.decibels(loudest));
      all += powers[i];
      noise += powers[i] * clamped(SpectralLayout.between(numbers, TEXTURE, regions[i]), 0);
    }
    return new Attacks.Frame(powers, noise / all);
  }

  /// A frame to make.
  ///
  /// @param number of the frame
  /// @param numbers what it is described by
  /// @param logarithms of its magnitudes, by bin
  /// @param phases by bin
  /// @param attack what begins within its window
  record Frame(
      int number,
      float[] numbers,
      double[] logarithms,
      double[] phases,
      Optional<Attacks.Attack> attack) {}

  /// Makes what a frame adds to both channels, the window long.
  ///
  /// @param into (channel, sample of the window)
  void sound(Frame frame, Workspace workspace, float[][] into) {
    workspace.noise.draw((long) frame.number * BANDS.size() + index);
    var re = workspace.re;
    var im = workspace.im;
    Arrays.fill(re, 0);
    Arrays.fill(im, 0);
    for (int k = Math.max(1, band.from()); k < band.to(); k++) {
      if (frame.logarithms[k] > QUIET) {
        double magnitude = Math.exp(frame.logarithms[k]);
        bin(k, frame.numbers, magnitude, frame.phases[k], workspace.noise, re, im);
      }
    }
    frame.attack.ifPresent(a -> soften(a.gains(), workspace));
    fft.transform(im, re, workspace.scratch); // the inverse
    frame.attack.ifPresent(a -> mix(a.start() / every, workspace));
    for (int i = 0; i < window.length; i++) {
      into[0][i] = (float) (window[i] * re[i]);
      into[1][i] = (float) (window[i] * im[i]);
    }
  }

  /// Makes the frame as it is before an attack.
  private void soften(double[] gains, Workspace workspace) {
    var re = workspace.softRe;
    var im = workspace.softIm;
    Arrays.fill(re, 0);
    Arrays.fill(im, 0);
    for (int k = Math.max(1, band.from()); k < band.to(); k++) {
      double gain = gains[(below[k] - levelsFrom) * REGIONS / (levelsTo - levelsFrom)];
      int m = window.length - k;
      re[k] = gain * workspace.re[k];
      im[k] = gain * workspace.im[k];
      re[m] = gain * workspace.re[m];
      im[m] = gain * workspace.im[m];
    }
    fft.transform(im, re, workspace.scratch);
  }

  /// Puts that in the place of the frame before the attack, fading.
  private void mix(int start, Workspace workspace) {
    int fade = (int) (FADE * window.length);
    double before = energy(workspace);
    for (int i = 0; i < start; i++) {
      double soft = i < start - fade ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * (start - i) / fade);
      workspace.re[i] += soft * (workspace.softRe[i] - workspace.re[i]);
      workspace.im[i] += soft * (workspace.softIm[i] - workspace.im[i]);
    }
    double gain = Math.min(MOST, Math.sqrt(before / energy(workspace)));
    for (int i = start; i < window.length; i++) {
      workspace.re[i] *= gain;
      workspace.im[i] *= gain;
    }
  }

  private double energy(Workspace workspace) {
    double energy = 1e-30;
    for (int i = 0; i < window.length; i++) {
      double left = window[i] * workspace.re[i];
      double right = window[i] * workspace.im[i];
      energy += left * left + right * right;
    }
    return energy;
  }

  /// @param seed of the noise
  Workspace workspace(long seed) {
    return new Workspace(seed);
  }

  /// What making a sound takes, for one thread at a time.
  final class Workspace {
    private final double[] re = new double[window.length];
    private final double[] im = new double[window.length];
    private final double[] softRe = new double[window.length];
    private final double[] softIm = new double[window.length];
    private final NoiseGrain noise;
    private final Fft.Scratch scratch = new Fft.Scratch(fft);

    private Workspace(long seed) {
      noise = new NoiseGrain(band.to() - band.from(), seed);
    }
  }

  /// Puts one bin of both channels into the spectrum of left + i·right.
  private void bin(
      int k,
      float[] numbers,
      double magnitude,
      double phase,
      NoiseGrain noise,
      double[] re,
      double[] im) {
    int m = window.length - k;
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
    double toneRe = tone * QuickSine.cosine(phase);
    double toneIm = tone * QuickSine.sine(phase);
    double rough = magnitude * Math.sqrt(share) * grain;
    int i = k - band.from();
    double bothRe = cosine * (toneRe + rough * noise.re(i));
    double bothIm = cosine * (toneIm + rough * noise.im(i));
    double apartRe = sine * (toneIm + rough * noise.otherRe(i));
    double apartIm = sine * (rough * noise.otherIm(i) - toneRe);
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
}
