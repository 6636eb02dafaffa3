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
/// What is noise has levels that are rough both in time and in frequency; tones are smooth in time,
/// clicks in frequency. Where there is noise, levels are smoothed: its grain is not described, but
/// made anew by [SpectralSynthesis].
public final class SpectralAnalysis {
  private static final int BLOCK = 256; // frames looked at together
  private static final double SILENT = 1e-10;
  private static final double ONE_SIDED = 1e-3;
  private static final double SMOOTH_DB = 1.2; // at most as rough: no noise
  private static final double ROUGH_DB = 2.6; // at least as rough: nothing but noise

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
      views[b] = new SpectralView(BANDS.get(b), left, right, from, to);
    }
    for (int t = from; t < to; t++) {
      bands(views, t);
      for (int g = 0; g < LEVELS; g++) {
        result[t * SIZE + g] = level(views, t, g);
      }
    }
  }

  /// Shares of noise, balances and coherences.
  private void bands(SpectralView[] views, int t) {
    var rough = new double[TEXTURES];
    var power = new double[TEXTURES];
    var l = new double[PLACES];
    var r = new double[PLACES];
    var cross = new double[PLACES];
    for (int b = 0; b < views.length; b++) {
      var view = views[b];
      for (int k = BANDS.get(b).from(); k < BANDS.get(b).to(); k++) {
        int texture = textureOf[b][k];
        rough[texture] += view.roughness(t, k);
        power[texture] += 2 * view.power(t, k);
        int place = placeOf[b][k];
        l[place] += view.left(t, k);
        r[place] += view.right(t, k);
        cross[place] += view.cross(t, k);
      }
    }
    for (int i = 0; i < TEXTURES; i++) {
      result[t * SIZE + TEXTURE + i] = power[i] < SILENT ? 0 : share(rough[i] / power[i]);
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
    double x = clamped((roughDb - SMOOTH_DB) / (ROUGH_DB - SMOOTH_DB), 0, 1);
    return (float) (x * x * (3 - 2 * x));
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
