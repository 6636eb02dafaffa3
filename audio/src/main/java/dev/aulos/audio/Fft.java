package dev.aulos.audio;

/// The discrete Fourier transform of complex values in place, for sizes that are a power of two.
///
/// The values are seen as a matrix of about as many rows as columns (Bailey, "FFTs in external or
/// hierarchical memory", 1990): columns are transformed, every value is turned, the matrix is
/// transposed and its columns are transformed again. Each step then combines whole rows, index by
/// index, which is what compilers make vector instructions of.
final class Fft {
  private final int rows;
  private final int columns;
  private final Columns first;
  private final Columns second;
  private final double[][] cos; // of 2πij/size, i being the row and j the column
  private final double[][] sin; // of −2πij/size

  Fft(int size) {
    if (size < 2 || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("FFT size is " + size + ", expected a power of two");
    }
    rows = Integer.highestOneBit((int) Math.sqrt(size));
    columns = size / rows;
    first = new Columns(rows);
    second = new Columns(columns);
    cos = new double[rows][columns];
    sin = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        cos[i][j] = Math.cos(2 * Math.PI * i * j / size);
        sin[i][j] = -Math.sin(2 * Math.PI * i * j / size);
      }
    }
  }

  /// `X_k = Σ x_n e^(-2πikn/size)`. With real and imaginary parts swapped it is the inverse, times
  /// the size.
  void transform(double[] re, double[] im, Scratch scratch) {
    split(re, scratch.re);
    split(im, scratch.im);
    first.transform(scratch.re, scratch.im);
    for (int i = 0; i < rows; i++) {
      int at = first.place(i);
      turn(scratch.re[at], scratch.im[at], cos[i], sin[i]);
      transpose(scratch.re[at], scratch.turnedRe, i);
      transpose(scratch.im[at], scratch.turnedIm, i);
    }
    second.transform(scratch.turnedRe, scratch.turnedIm);
    for (int k = 0; k < columns; k++) {
      int at = second.place(k);
      System.arraycopy(scratch.turnedRe[at], 0, re, k * rows, rows);
      System.arraycopy(scratch.turnedIm[at], 0, im, k * rows, rows);
    }
  }

  /// What a transform takes beside its values; for one thread at a time.
  static final class Scratch {
    private final double[][] re;
    private final double[][] im;
    private final double[][] turnedRe;
    private final double[][] turnedIm;

    Scratch(Fft fft) {
      re = new double[fft.rows][fft.columns];
      im = new double[fft.rows][fft.columns];
      turnedRe = new double[fft.columns][fft.rows];
      turnedIm = new double[fft.columns][fft.rows];
    }
  }

  private void split(double[] x, double[][] matrix) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(x, i * columns, matrix[i], 0, columns);
    }
  }

  private static void transpose(double[] row, double[][] columns, int index) {
    for (int j = 0; j < row.length; j++) {
      columns[j][index] = row[j];
    }
  }

  private static void turn(double[] re, double[] im, double[] cos, double[] sin) {
    for (int j = 0; j < re.length; j++) {
      double x = re[j];
      re[j] = x * cos[j] - im[j] * sin[j];
      im[j] = x * sin[j] + im[j] * cos[j];
    }
  }

  /// The transform of every column of a matrix, whose rows it leaves in another order.
  private static final class Columns {
    private final int size; // of a column
    private final double[] cos; // of 2πk/size, for three quarters of the circle
    private final double[] sin; // of −2πk/size
    private final int[] place; // by row, where it is

    Columns(int size) {
      this.size = size;
      cos = new double[size];
      sin = new double[size];
      for (int k = 0; k < size; k++) {
        cos[k] = Math.cos(2 * Math.PI * k / size);
        sin[k] = -Math.sin(2 * Math.PI * k / size);
      }
      place = new int[size];
      for (int k = 0; k < size; k++) {
        place[k] = place(k, size);
      }
    }

    /// Four parts hold the results for 4k, 4k + 1, 4k + 2 and 4k + 3, each in this order again.
    private static int place(int k, int size) {
      return switch (size) {
        case 1, 2 -> k;
        default -> k % 4 * (size / 4) + place(k / 4, size / 4);
      };
    }

    int place(int row) {
      return place[row];
    }

    void transform(double[][] re, double[][] im) {
      int length = size;
      for (; length >= 4; length /= 4) {
        int quarter = length / 4;
        for (int start = 0; start < size; start += length) {
          for (int a = start; a < start + quarter; a++) {
            int b = a + quarter;
            int c = b + quarter;
            int d = c + quarter;
            fours(re[a], re[b], re[c], re[d], im[a], im[b], im[c], im[d]);
            if (a > start) {
              int turn = (a - start) * (size / length);
              turn(re[b], im[b], cos[turn], sin[turn]);
              turn(re[c], im[c], cos[2 * turn], sin[2 * turn]);
              turn(re[d], im[d], cos[3 * turn], sin[3 * turn]);
            }
          }
        }
      }
      for (int a = 0; length == 2 && a < size; a += 2) {
        pairs(re[a], re[a + 1]);
        pairs(im[a], im[a + 1]);
      }
    }

    private static void pairs(double[] a, double[] b) {
      for (int j = 0; j < a.length; j++) {
        double x = a[j];
        a[j] = x + b[j];
        b[j] = x - b[j];
      }
    }

    private static void fours(
        double[] aRe,
        double[] bRe,
        double[] cRe,
        double[] dRe,
        double[] aIm,
        double[] bIm,
        double[] cIm,
        double[] dIm) {
      for (int j = 0; j < aRe.length; j++) {
        double evenRe = aRe[j] + cRe[j];
        double evenIm = aIm[j] + cIm[j];
        double oddRe = bRe[j] + dRe[j];
        double oddIm = bIm[j] + dIm[j];
        double apartRe = aRe[j] - cRe[j];
        double apartIm = aIm[j] - cIm[j];
        double acrossRe = bIm[j] - dIm[j]; // the other difference, turned by −i
        double acrossIm = dRe[j] - bRe[j];
        aRe[j] = evenRe + oddRe;
        aIm[j] = evenIm + oddIm;
        bRe[j] = apartRe + acrossRe;
        bIm[j] = apartIm + acrossIm;
        cRe[j] = evenRe - oddRe;
        cIm[j] = evenIm - oddIm;
        dRe[j] = apartRe - acrossRe;
        dIm[j] = apartIm - acrossIm;
      }
    }

    private static void turn(double[] re, double[] im, double cos, double sin) {
      for (int j = 0; j < re.length; j++) {
        double x = re[j];
        re[j] = x * cos - im[j] * sin;
        im[j] = x * sin + im[j] * cos;
      }
    }
  }
}
