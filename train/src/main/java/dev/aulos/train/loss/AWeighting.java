package dev.aulos.train.loss;

import dev.aulos.graph.NdArray;
import dev.aulos.graph.Tensor;

/// The A-weighting curve (IEC 61672) as a linear-phase filter of 101 taps for one sample rate.
///
/// The analogue curve goes through the bilinear transform, and the taps fit its magnitude at 512
/// frequencies from 0 to half the sample rate by least squares.
public final class AWeighting {
  private static final int HALF = 50;
  private static final int BLOCK = 128; // not below 2·HALF
  private static final int POINTS = 512;
  private static final double[] POLES = {20.598997, 107.65265, 737.86223, 12194.217}; // Hz
  private static final double GAIN_DB = 1.9997; // makes 1 kHz pass unchanged

  private final NdArray taps;

  private AWeighting(NdArray taps) {
    this.taps = taps;
  }

  /// The filter for a sample rate in Hz.
  public static AWeighting of(int sampleRate) {
    if (sampleRate < 1) {
      throw new IllegalArgumentException("sampleRate is " + sampleRate + ", expected above 0");
    }
    var wanted = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      wanted[i] = gain(2.0 * sampleRate * Math.tan(Math.PI * i / (2 * POINTS)));
    }
    var half = LeastSquaresFir.cosines(HALF, wanted);
    var taps = new float[2 * HALF + 1];
    for (int i = 0; i <= HALF; i++) {
      taps[HALF + i] = taps[HALF - i] = (float) (i == 0 ? 2 * half[0] : half[i]);
    }
    return new AWeighting(NdArray.of(taps, 1, 1, taps.length));
  }

  /// The magnitude of the analogue filter at an angular frequency in rad/s.
  private static double gain(double omega) {
    double gain = Math.pow(2 * Math.PI * POLES[3], 2) * Math.pow(10, GAIN_DB / 20);
    gain *= Math.pow(omega, 4);
    for (int i = 0; i < POLES.length; i++) {
      double distance = omega * omega + Math.pow(2 * Math.PI * POLES[i], 2);
      boolean isDouble = i == 0 || i == POLES.length - 1;
      gain /= isDouble ? distance : Math.sqrt(distance);
    }
    return gain;
  }

  /// The taps, (1, 1, 101).
  public NdArray taps() {
    return taps;
  }

  /// The signals (n, t) filtered, with zeros beyond their ends: blocks beside the next ones, times
  /// the matrix whose columns are the taps, each further down.
  public Tensor apply(Tensor x) {
    long n = x.dim(0).fixed();
    long t = x.dim(1).fixed();
    long blocks = (t + BLOCK - 1) / BLOCK;
    var padded = x.pad(1, HALF, (blocks + 1) * BLOCK - HALF - t).reshape(n, blocks + 1, BLOCK);
    var pairs = Tensor.concat(2, padded.slice(1, 0, blocks), padded.slice(1, 1, blocks + 1));
    return pairs.matmul(shiftedTaps()).reshape(n, blocks * BLOCK).slice(1, 0, t);
  }

  private Tensor shiftedTaps() { // (2·BLOCK, BLOCK)
    var values = taps.toFloats();
    var matrix = new float[2 * BLOCK * BLOCK];
    for (int column = 0; column < BLOCK; column++) {
      for (int i = 0; i < values.length; i++) {
        matrix[(column + i) * BLOCK + column] = values[i];
      }
    }
    return Tensor.constant(NdArray.of(matrix, 2 * BLOCK, BLOCK));
  }
}
