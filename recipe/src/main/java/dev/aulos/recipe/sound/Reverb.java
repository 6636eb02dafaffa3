package dev.aulos.recipe.sound;

/// A feedback delay network of eight lines with a Householder matrix and damped feedback (Jot,
/// 1991).
final class Reverb {
  private static final int[] LINES = {1117, 1301, 1523, 1789, 2017, 2293, 2539, 2861};

  private Reverb() {}

  /// Adds the room to both channels.
  static void add(float[][] x, double t60, double wet) {
    int n = LINES.length;
    var lines = new float[n][];
    var gain = new double[n];
    var damp = new double[n];
    var out = new double[n];
    for (int i = 0; i < n; i++) {
      lines[i] = new float[LINES[i]];
      gain[i] = Math.pow(Channel.decay(t60), LINES[i]);
    }
    var at = new int[n];
    double shade = Channel.onePole(4500);
    for (int t = 0; t < x[0].length; t++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        damp[i] += shade * (lines[i][at[i]] - damp[i]);
        out[i] = gain[i] * damp[i];
        sum += out[i];
      }
      sum *= 2.0 / n;
      double left = x[0][t];
      double right = x[1][t];
      for (int i = 0; i < n; i++) {
        lines[i][at[i]] = (float) (out[i] - sum + ((i & 1) == 0 ? left : right));
        at[i] = at[i] + 1 == LINES[i] ? 0 : at[i] + 1;
      }
      x[0][t] += (float) (wet * (out[0] - out[2] + out[4] - out[6]));
      x[1][t] += (float) (wet * (out[1] - out[3] + out[5] - out[7]));
    }
  }
}
