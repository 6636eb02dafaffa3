package dev.aulos.recipe.evaluate;

import dev.aulos.audio.Pcm;
import dev.aulos.recipe.sound.Place;

/// Where a sound is between the loudspeakers.
///
/// @param balance `(R − L) / (R + L)` of the channels' energies: −1 left, 0 centre, 1 right
/// @param early the balance in the first quarter of the time it sounds
/// @param late the balance in the last quarter of the time it sounds
/// @param correlation of the channels: 1 for one source between them, 0 for two sounds
record StereoImage(double balance, double early, double late, double correlation) {
  private static final double ASIDE = 0.3;
  private static final double FAR_ASIDE = 0.75; // where what else is in the sound no longer counts
  private static final double MOVED = 0.9;
  private static final double ALIKE = 0.6;
  private static final int BLOCK = 1024;

  static StereoImage of(Pcm sound) {
    if (sound.channels() < 2 || sound.frames() == 0) {
      return new StereoImage(0, 0, 0, 1);
    }
    int blocks = (sound.frames() + BLOCK - 1) / BLOCK;
    var left = new double[blocks];
    var right = new double[blocks];
    double product = 0;
    for (int i = 0; i < sound.frames(); i++) {
      double l = sound.at(0, i);
      double r = sound.at(1, i);
      left[i / BLOCK] += l * l;
      right[i / BLOCK] += r * r;
      product += l * r;
    }
    return of(left, right, product);
  }

  private static StereoImage of(double[] left, double[] right, double product) {
    double l = sum(left);
    double r = sum(right);
    return new StereoImage(
        balance(l, r),
        partly(left, right, 0, 0.25),
        partly(left, right, 0.75, 1),
        l * r < 1e-20 ? 1 : product / Math.sqrt(l * r));
  }

  /// The balance between two shares of the time in which blocks are within 40 dB of the loudest.
  private static double partly(double[] left, double[] right, double from, double to) {
    double loudest = 0;
    for (int i = 0; i < left.length; i++) {
      loudest = Math.max(loudest, left[i] + right[i]);
    }
    int first = 0;
    int last = left.length;
    while (first < last && left[first] + right[first] < 1e-4 * loudest) {
      first++;
    }
    while (last > first && left[last - 1] + right[last - 1] < 1e-4 * loudest) {
      last--;
    }
    double l = 0;
    double r = 0;
    int start = first + (int) Math.floor((last - first) * from);
    int end = first + (int) Math.ceil((last - first) * to);
    for (int i = start; i < end; i++) {
      l += left[i];
      r += right[i];
    }
    return balance(l, r);
  }

  private static double sum(double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += value;
    }
    return sum;
  }

  private static double balance(double left, double right) {
    return left + right < 1e-12 ? 0 : (right - left) / (right + left);
  }

  /// The nearest of the places a prompt can name.
  Place place() {
    if (late - early > MOVED && early < 0 && late > 0) {
      return Place.LEFT_TO_RIGHT;
    }
    if (early - late > MOVED && late < 0 && early > 0) {
      return Place.RIGHT_TO_LEFT;
    }
    if (Math.abs(balance) < FAR_ASIDE && correlation < ALIKE) {
      return Place.WIDE;
    }
    if (Math.abs(balance) > ASIDE) {
      return balance < 0 ? Place.LEFT : Place.RIGHT;
    }
    return Place.CENTRE;
  }
}
