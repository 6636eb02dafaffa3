package dev.aulos.audio;

/// A hundred zero crossings each way under a Kaiser window: 115 dB down from the lower rate's limit
/// on, flat to 0.92 of it. Every row sums to one, so a constant stays what it is.
///
/// The window times the sinc is tabled and read between its entries by a cubic, which is exact to
/// 1e-10: rates without a common divisor have as many phases as frames in a second.
final class KaiserKernel implements SincKernel {
  private static final int HALF_WIDTH = 100; // frames of the lower rate
  private static final double CUTOFF = 0.96; // the middle between pass band and limit
  private static final double BETA = 12.27; // 120 dB by Kaiser's formula
  private static final int OVERSAMPLING = 512;
  private static final double[] TABLE = table();

  private final int step;
  private final int phases;
  private final double scale; // frames of the lower rate in one input frame

  private KaiserKernel(int step, int phases) {
    this.step = step;
    this.phases = phases;
    this.scale = Math.min(1, phases / (double) step);
  }

  static KaiserKernel of(int step, int phases) {
    return new KaiserKernel(step, phases);
  }

  @Override
  public int taps() {
    return (int) Math.min(Integer.MAX_VALUE, Math.ceil(2 * HALF_WIDTH / scale) + 1);
  }

  @Override
  public int first(int phase) {
    return (int) Math.ceil(center(phase) - HALF_WIDTH / scale);
  }

  private double center(int phase) {
    return (double) phase * step / phases;
  }

  @Override
  public double[] row(int phase) {
    int first = first(phase);
    int last = (int) Math.floor(center(phase) + HALF_WIDTH / scale);
    var row = new double[last - first + 1];
    double sum = 0;
    for (int k = 0; k < row.length; k++) {
      row[k] = tap(Math.abs(first + k - center(phase)) * scale);
      sum += row[k];
    }
    for (int k = 0; k < row.length; k++) {
      row[k] /= sum;
    }
    return row;
  }

  /// The kernel at a distance in frames of the lower rate.
  private static double tap(double distance) {
    double position = distance * OVERSAMPLING;
    int i = (int) position;
    double t = position - i;
    double a = TABLE[i]; // one entry lies before distance 0
    double b = TABLE[i + 1];
    double c = TABLE[i + 2];
    double d = TABLE[i + 3];
    return b
        + t * (c - a / 3 - b / 2 - d / 6 + t * ((a + c) / 2 - b + t * ((d - a) / 6 + (b - c) / 2)));
  }

  private static double[] table() {
    var table = new double[HALF_WIDTH * OVERSAMPLING + 4];
    for (int i = 0; i < table.length; i++) {
      double distance = (i - 1) / (double) OVERSAMPLING;
      double window = window(distance / HALF_WIDTH, BETA);
      table[i] = window * CUTOFF * SincKernel.sinc(CUTOFF * distance);
    }
    return table;
  }

  /// The Kaiser window at a distance from its centre, its end being at 1.
  static double window(double distance, double beta) {
    double inside = Math.max(0, 1 - distance * distance);
    return bessel(beta * Math.sqrt(inside)) / bessel(beta);
  }

  /// The modified Bessel function of the first kind, of order 0, by its power series.
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > 1e-17 * sum; k++) {
      term *= x * x / (4.0 * k * k);
      sum += term;
    }
    return sum;
  }
}
