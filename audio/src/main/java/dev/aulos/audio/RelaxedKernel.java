package dev.aulos.audio;

/// Eight input frames each way under a Kaiser window, for sounds that have nothing in the upper
/// half of their spectrum and a rate that is raised by a whole factor: a sine below is right to 100
/// dB. Every row sums to one.
record RelaxedKernel(int phases) implements SincKernel {
  static final int HALF_WIDTH = 8;

  private static final double BETA = 11.7;

  @Override
  public int taps() {
    return 2 * HALF_WIDTH;
  }

  @Override
  public int first(int phase) {
    return 1 - HALF_WIDTH;
  }

  @Override
  public double[] row(int phase) {
    var row = new double[taps()];
    double sum = 0;
    for (int k = 0; k < row.length; k++) {
      double distance = Math.abs(first(phase) + k - (double) phase / phases);
      row[k] = SincKernel.sinc(distance) * KaiserKernel.window(distance / HALF_WIDTH, BETA);
      sum += row[k];
    }
    for (int k = 0; k < row.length; k++) {
      row[k] /= sum;
    }
    return row;
  }
}
