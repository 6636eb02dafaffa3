package dev.aulos.audio;

/// What is seen of a stretch of a sound through one window, a frame before and after included.
final class SpectralView {
  private static final int AROUND = 6; // bins on either side that noise is smoothed over
  private static final double TINY = 1e-12;
  private static final double ROUGHEST_DB = 14; // more is a gap between partials
  private static final int REFERENCE = 2048; // window whose levels are as rough as they are

  private final int from; // first frame
  private final int low; // first bin
  private final int high; // last bin
  private final double overlap; // longer windows change less from frame to frame
  private final double[][] left; // by frame and bin, powers
  private final double[][] right;
  private final double[][] cross;
  private final double[][] sums; // of the mean power of all bins below
  private final float[][] leftDb;
  private final float[][] rightDb;

  SpectralView(SpectralBand band, float[] l, float[] r, int from, int to) {
    this.from = from - 1;
    low = Math.max(0, band.from() - AROUND);
    high = Math.min(band.size() / 2, band.to() + AROUND);
    overlap = (double) band.size() / REFERENCE;
    int frames = to - from + 2;
    left = new double[frames][high + 1];
    right = new double[frames][high + 1];
    cross = new double[frames][high + 1];
    sums = new double[frames][high + 2];
    leftDb = new float[frames][high + 1];
    rightDb = new float[frames][high + 1];
    var fft = new Fft(band.size());
    var scratch = new Fft.Scratch(fft);
    var window = band.window();
    for (int t = 0; t < frames; t++) {
      var re = new double[band.size()];
      var im = new double[band.size()];
      fill(re, window, band.start(this.from + t), l);
      fill(im, window, band.start(this.from + t), r);
      fft.transform(re, im, scratch);
      look(t, re, im);
    }
  }

  private static void fill(double[] into, double[] window, int start, float[] x) {
    int last = Math.min(window.length, x.length - start);
    for (int i = Math.max(0, -start); i < last; i++) {
      into[i] = window[i] * x[start + i];
    }
  }

  /// Takes what is told from the transform of both channels at once, one as the imaginary part.
  private void look(int t, double[] re, double[] im) {
    int size = re.length;
    double scale = 4.0 / size / size; // a sine of full scale is at 0 dB
    for (int k = low; k <= high; k++) {
      int m = (size - k) % size;
      double lr = re[k] + re[m];
      double li = im[k] - im[m];
      double rr = im[k] + im[m];
      double ri = re[m] - re[k];
      left[t][k] = scale * (lr * lr + li * li);
      right[t][k] = scale * (rr * rr + ri * ri);
      cross[t][k] = scale * (lr * rr + li * ri);
      sums[t][k + 1] = sums[t][k] + 0.5 * (left[t][k] + right[t][k]);
      leftDb[t][k] = (float) decibels(left[t][k]);
      rightDb[t][k] = (float) decibels(right[t][k]);
    }
  }

  static double decibels(double power) {
    return 10 * Math.log10(power + TINY);
  }

  double left(int t, int k) {
    return left[t - from][k];
  }

  double right(int t, int k) {
    return right[t - from][k];
  }

  /// The real part of the product of the channels.
  double cross(int t, int k) {
    return cross[t - from][k];
  }

  /// The mean of the channels.
  double power(int t, int k) {
    return 0.5 * (left(t, k) + right(t, k));
  }

  /// The mean power around, in time and frequency.
  double smooth(int t, int k) {
    int a = Math.max(low, k - AROUND);
    int b = Math.min(high, k + AROUND) + 1;
    int i = t - from;
    double sum = 0;
    for (int j = i - 1; j <= i + 1; j++) {
      sum += sums[j][b] - sums[j][a];
    }
    return Math.max(0, sum / (3 * (b - a)));
  }

  /// How rough levels are both in time and in frequency, in dB times power, summed over channels.
  double roughness(int t, int k) {
    return roughness(left, leftDb, t - from, k) + roughness(right, rightDb, t - from, k);
  }

  private double roughness(double[][] power, float[][] db, int t, int k) {
    if (k == low || k == high) {
      return 0;
    }
    double here = 2 * db[t][k];
    double inTime = Math.abs(db[t - 1][k] + db[t + 1][k] - here);
    double inFrequency = Math.abs(db[t][k - 1] + db[t][k + 1] - here);
    return power[t][k] * Math.min(ROUGHEST_DB, overlap * Math.min(inTime, inFrequency));
  }
}
