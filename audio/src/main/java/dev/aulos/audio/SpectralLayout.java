package dev.aulos.audio;

import java.util.ArrayList;
import java.util.List;

/// How a stereo sound is described without its phase: what each of the numbers of a frame is.
///
/// A frame is [#HOP] samples. Low frequencies are seen through a window of 4096 samples, which
/// tells their partials apart, the others through one of 2048, which tells better when things
/// happen. A frame has, in this order: [#LEVELS] levels, of single bins first and of ever wider
/// groups above; for each of [#TEXTURES] bands the share of noise in it, 0 to 1, the rest being
/// tones and clicks; for each of [#PLACES] bands the balance of the channels' energies, from -1
/// (right) to 1 (left); and for each of those the coherence of the channels, -1 to 1.
public final class SpectralLayout {
  /// Samples a frame.
  public static final int HOP = 512;

  /// Bands whose share of noise is told.
  public static final int TEXTURES = 24;

  /// Bands whose place in the stereo image is told.
  public static final int PLACES = 8;

  /// What is below counts as silence, in dB of a sine of full scale.
  static final double FLOOR_DB = -96;

  private static final double MIDDLE_DB = -60;
  private static final double DB_PER_UNIT = 24;
  private static final double MEL_CORNER = 500.0 / 44_100; // in cycles per sample

  /// The two windows.
  static final List<SpectralBand> BANDS =
      List.of(new SpectralBand(4096, 0, 128), new SpectralBand(2048, 64, 1024));

  /// Bins `from ≤ k < to` of a window, whose mean power is one level.
  record Group(int band, int from, int to) {
    double centre() {
      return 0.5 * (from + to - 1);
    }

    /// In cycles per sample.
    double frequency() {
      return centre() / BANDS.get(band).size();
    }
  }

  static final List<Group> GROUPS = groups();

  /// Levels of a frame.
  public static final int LEVELS = GROUPS.size();

  /// Numbers of a frame.
  public static final int SIZE = LEVELS + TEXTURES + 2 * PLACES;

  /// Where the shares of noise begin in a frame, the balances, and the coherences.
  static final int TEXTURE = LEVELS;

  static final int BALANCE = TEXTURE + TEXTURES;
  static final int COHERENCE = BALANCE + PLACES;

  private SpectralLayout() {}

  private static List<Group> groups() {
    var groups = new ArrayList<Group>();
    add(groups, 0, 0, 128, 1);
    add(groups, 1, 64, 128, 1);
    add(groups, 1, 128, 384, 2);
    add(groups, 1, 384, 512, 4);
    add(groups, 1, 512, 1024, 16);
    return List.copyOf(groups);
  }

  private static void add(List<Group> groups, int band, int from, int to, int width) {
    for (int k = from; k < to; k += width) {
      groups.add(new Group(band, k, k + width));
    }
  }

  /// Which of so many bands, evenly spaced in mel, a frequency in cycles per sample is in; between
  /// the centres of two a number between theirs.
  static double place(double frequency, int bands) {
    double mel = Math.log1p(frequency / MEL_CORNER) / Math.log1p(0.5 / MEL_CORNER);
    return Math.max(0, Math.min(bands - 1, mel * bands - 0.5));
  }

  /// The value of bands `x[at]` and on at a place between two of them.
  static double between(float[] x, int at, double place) {
    int i = (int) place;
    double part = place - i;
    return part == 0 ? x[at + i] : x[at + i] + part * (x[at + i + 1] - x[at + i]);
  }

  /// A level in dB of a sine of full scale as a number near 1.
  static float number(double db) {
    return (float) ((Math.max(FLOOR_DB, db) - MIDDLE_DB) / DB_PER_UNIT);
  }

  /// The level that a number stands for, in dB.
  static double decibels(double number) {
    return number * DB_PER_UNIT + MIDDLE_DB;
  }
}
