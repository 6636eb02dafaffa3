package dev.aulos.audio;

/// Six zero crossings each way under a Hann window, with the cutoff at 0.99 of the lower rate's
/// limit; taps are rounded to floats, as the reference stores them.
record HannKernel(int step, int phases) implements SincKernel {
  private static final int ZEROS = 6;
  private static final double ROLLOFF = 0.99;

  private double cutoff() {
    return ROLLOFF * Math.min(step, phases);
  }

  private int width() {
    return (int) Math.ceil(ZEROS * step / cutoff());
  }

  @Override
  public int taps() {
    return 2 * width() + 1;
  }

  /// The reference's rows run from −width to width+step−1; all but these taps are zero.
  @Override
  public int first(int phase) {
    double center = (double) phase * step / phases;
    return Math.max(-width(), (int) Math.floor(center - ZEROS * step / cutoff()));
  }

  private int last(int phase) {
    double center = (double) phase * step / phases;
    return Math.min(width() + step - 1, (int) Math.ceil(center + ZEROS * step / cutoff()));
  }

  @Override
  public double[] row(int phase) {
    int first = first(phase);
    var row = new double[last(phase) - first + 1];
    for (int k = 0; k < row.length; k++) {
      double u = (first + k) / (double) step - phase / (double) phases;
      row[k] = (float) tap(Math.max(-ZEROS, Math.min(ZEROS, u * cutoff())));
    }
    return row;
  }

  private double tap(double u) {
    double window = Math.cos(Math.PI * u / ZEROS / 2);
    return cutoff() / step * window * window * SincKernel.sinc(u);
  }
}
