package dev.aulos.audio;

import static dev.aulos.audio.SpectralLayout.BALANCE;
import static dev.aulos.audio.SpectralLayout.BANDS;
import static dev.aulos.audio.SpectralLayout.COHERENCE;
import static dev.aulos.audio.SpectralLayout.GROUPS;
import static dev.aulos.audio.SpectralLayout.HOP;
import static dev.aulos.audio.SpectralLayout.LEVELS;
import static dev.aulos.audio.SpectralLayout.PLACES;
import static dev.aulos.audio.SpectralLayout.SIZE;
import static dev.aulos.audio.SpectralLayout.TEXTURE;
import static dev.aulos.audio.SpectralLayout.TEXTURES;

/// Describes a sound of two channels frame by frame as [SpectralLayout] says.
///
/// What is noise has levels that are rough both in time and in frequency, by 3.4 dB however it is
/// coloured; tones are smooth in time, clicks in frequency, and tones that move are rougher than
/// noise. A single frame cannot tell a drum that falls in pitch from noise, a stretch of frames
/// can; in the lowest bands, where few bins tell anything, nothing counts as noise. Where there is
/// noise, levels are smoothed: its grain is not described, but made anew by [SpectralSynthesis].
public final class SpectralAnalysis {
  private static final int BLOCK = 256; // frames looked at together
  private static final double SILENT = 1e-10;
  private static final double ONE_SIDED = 1e-3;
  private static final double SMOOTH_DB = 2.2; // at most as rough: no noise
  private static final double NOISE_DB = 3; // as rough: nothing but noise
  private static final double MOVING_DB = 4; // rougher: partly tones that move
  private static final double SWEPT_DB = 4.6; // at least as rough: no noise
  private static final int ALWAYS_TONES = 3; // lowest bands
  private static final int SLOW = 6; // bands of which many frames are looked at
  private static final int MANY = 12; // frames on either side
  private static final int FEW = 4; // the same for higher bands

  private final float[] left;
  private final float[] right;
  private final float[] result;
  private final int[][] textureOf = new int[BANDS.size()][]; // by band and bin
  private final int[][] placeOf = new int[BANDS.size()][];
  private final double[] textureAt = new double[LEVELS];

  private SpectralAnalysis(float[] left, float[] right, int frames) {
    this.left = left;
    this.right = right;
    result = new float[frames * SIZE];
    for (int b = 0; b < BANDS.size(); b++) {
      textureOf[b] = nearest(BANDS.get(b).places(TEXTURES));
      placeOf[b] = nearest(BANDS.get(b).places(PLACES));
    }
    for (int g = 0; g < LEVELS; g++) {
      textureAt[g] = SpectralLayout.place(GROUPS.get(g).frequency(), TEXTURES);
    }
  }

  private static int[] nearest(double[] places) {
    var nearest = new int[places.length];
    for (int k = 0; k < nearest.length; k++) {
      nearest[k] = (int) Math.round(places[k]);
    }
    return nearest;
  }

  /// The description (frames, [SpectralLayout#SIZE]) of a sound, which is silent beyond its ends.
  public static float[] of(float[] left, float[] right) {
    return of(left, right, 1);
  }

  /// The description of a sound and of the silence that makes its frames a multiple of `together`.
  public static float[] of(float[] left, float[] right, int together) {
    if (left.length != right.length) {
      throw new IllegalArgumentException(
          "channels of " + left.length + " and " + right.length + " samples");
    }
    int samples = HOP * together;
    int frames = (left.length + samples - 1) / samples * together;
    var analysis = new SpectralAnalysis(left, right, frames);
    for (int from = 0; from < frames; from += BLOCK) {
      analysis.describe(from, Math.min(frames, from + BLOCK));
    }
    return analysis.result;
  }

  private void describe(int from, int to) {
    var views = new SpectralView[BANDS.size()];
    for (int b = 0; b < views.length; b++) {
      views[b] = new SpectralView(BANDS.get(b), left, right, from - MANY, to + MANY);
    }
    shares(views, from, to);
    for (int t = from; t < to; t++) {
      places(views, t);
      for (int g = 0; g < LEVELS; g++) {
        result[t * SIZE + g] = level(views, t, g);
      }
    }
  }

  /// Shares of noise, from how rough the frames around are; the quiet ones say nearly as much as
  /// the loud ones, so that a beat's end can tell what its beginning was.
  private void shares(SpectralView[] views, int from, int to) {
    int first = from - MANY;
    int frames = to + MANY - first;
    var rough = new double[frames][TEXTURES];
    var weight = new double[frames][TEXTURES];
    for (int i = 0; i < frames; i++) {
      look(views, first + i, rough[i], weight[i]);
    }
    for (int t = from; t < to; t++) {
      for (int i = ALWAYS_TONES; i < TEXTURES; i++) {
        int around = i < SLOW ? MANY : FEW;
        double sum = 0;
        double weights = 0;
        for (int j = t - first - around; j <= t - first + around; j++) {
          sum += weight[j][i] * rough[j][i];
          weights += weight[j][i];
        }
        boolean isSilent = weight[t - first][i] == 0;
        result[t * SIZE + TEXTURE + i] = isSilent ? 0 : share(sum / weights);
      }
    }
  }

  /// How rough the bands of a frame are, in dB, and what that counts.
  private void look(SpectralView[] views, int t, double[] rough, double[] weight) {
    var power = new double[TEXTURES];
    for (int b = 0; b < views.length; b++) {
      var view = views[b];
      for (int k = BANDS.get(b).from(); k < BANDS.get(b).to(); k++) {
        rough[textureOf[b][k]] += view.roughness(t, k);
        power[textureOf[b][k]] += 2 * view.power(t, k);
      }
    }
    for (int i = 0; i < TEXTURES; i++) {
      boolean isSilent = power[i] < SILENT;
      rough[i] = isSilent ? 0 : rough[i] / power[i];
      weight[i] = isSilent ? 0 : Math.sqrt(Math.sqrt(power[i]));
    }
  }

  /// Balances and coherences.
  private void places(SpectralView[] views, int t) {
    var l = new double[PLACES];
    var r = new double[PLACES];
    var cross = new double[PLACES];
    for (int b = 0; b < views.length; b++) {
      var view = views[b];
      for (int k = BANDS.get(b).from(); k < BANDS.get(b).to(); k++) {
        int place = placeOf[b][k];
        l[place] += view.left(t, k);
        r[place] += view.right(t, k);
        cross[place] += view.cross(t, k);
      }
    }
    for (int i = 0; i < PLACES; i++) {
      double both = l[i] + r[i];
      double mean = Math.sqrt(l[i] * r[i]);
      boolean isOneSided = mean <= ONE_SIDED * both; // where coherence says nothing
      double coherence = isOneSided ? 1 : clamped(cross[i] / mean, -1, 1);
      result[t * SIZE + BALANCE + i] = both < SILENT ? 0 : (float) ((l[i] - r[i]) / both);
      result[t * SIZE + COHERENCE + i] = both < SILENT ? 1 : (float) coherence;
    }
  }

  /// The share of noise where levels are so rough.
  private static float share(double roughDb) {
    return (float) (rise(roughDb, SMOOTH_DB, NOISE_DB) * (1 - rise(roughDb, MOVING_DB, SWEPT_DB)));
  }

  /// From 0 at `low` to 1 at `high`.
  private static double rise(double value, double low, double high) {
    double x = clamped((value - low) / (high - low), 0, 1);
    return x * x * (3 - 2 * x);
  }

  private float level(SpectralView[] views, int t, int g) {
    var group = GROUPS.get(g);
    var view = views[group.band()];
    double sharp = 0;
    double smooth = 0;
    for (int k = group.from(); k < group.to(); k++) {
      sharp += view.power(t, k);
      smooth += view.smooth(t, k);
    }
    int width = group.to() - group.from();
    double noise = SpectralLayout.between(result, t * SIZE + TEXTURE, textureAt[g]);
    double sharpDb = SpectralView.decibels(sharp / width);
    double smoothDb = SpectralView.decibels(smooth / width);
    return SpectralLayout.number(sharpDb + noise * (smoothDb - sharpDb));
  }

  private static double clamped(double x, double low, double high) {
    return Math.max(low, Math.min(high, x));
  }
}
