package dev.aulos.recipe.evaluate;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;

/// `y = W x + b`, with the moments AdamW keeps while it is fitted.
final class Layer {
  private static final float KEEP_FIRST = 0.9f;
  private static final float KEEP_SECOND = 0.999f;

  private final int inputs;
  private final float[][] w; // (outputs, inputs + 1): the last is b
  private final float[][] first;
  private final float[][] second;
  private final float[][] gradient;

  private Layer(int outputs, int inputs) {
    this.inputs = inputs;
    this.w = new float[outputs][inputs + 1];
    this.first = new float[outputs][inputs + 1];
    this.second = new float[outputs][inputs + 1];
    this.gradient = new float[outputs][inputs + 1];
  }

  static Layer random(int outputs, int inputs, Random random) {
    var layer = new Layer(outputs, inputs);
    double scale = Math.sqrt(2.0 / inputs);
    for (var row : layer.w) {
      for (int i = 0; i < inputs; i++) {
        row[i] = (float) (scale * random.nextGaussian());
      }
    }
    return layer;
  }

  int outputs() {
    return w.length;
  }

  float[] apply(float[] x) {
    var y = new float[w.length];
    for (int o = 0; o < y.length; o++) {
      var row = w[o];
      float sum = row[inputs];
      for (int i = 0; i < inputs; i++) {
        sum += row[i] * x[i];
      }
      y[o] = sum;
    }
    return y;
  }

  /// Adds the gradient of weights for a gradient of outputs; gives that of the inputs.
  float[] backward(float[] x, float[] dy) {
    var dx = new float[inputs];
    for (int o = 0; o < dy.length; o++) {
      float d = dy[o];
      if (d == 0) {
        continue;
      }
      var row = w[o];
      var sums = gradient[o];
      for (int i = 0; i < inputs; i++) {
        sums[i] += d * x[i];
        dx[i] += d * row[i];
      }
      sums[inputs] += d;
    }
    return dx;
  }

  /// One step of AdamW (arXiv:1711.05101) by the gradients so far, which start anew.
  void step(int number, float rate, float decay) {
    float firstBias = 1 - (float) Math.pow(KEEP_FIRST, number);
    float secondBias = 1 - (float) Math.pow(KEEP_SECOND, number);
    for (int o = 0; o < w.length; o++) {
      for (int i = 0; i <= inputs; i++) {
        float g = gradient[o][i];
        first[o][i] = KEEP_FIRST * first[o][i] + (1 - KEEP_FIRST) * g;
        second[o][i] = KEEP_SECOND * second[o][i] + (1 - KEEP_SECOND) * g * g;
        double size = Math.sqrt(second[o][i] / secondBias) + 1e-8;
        w[o][i] -= (float) (rate * (first[o][i] / firstBias / size + decay * w[o][i]));
        gradient[o][i] = 0;
      }
    }
  }

  static float[] rectified(float[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.max(0, x[i]);
    }
    return x;
  }

  static void softmax(float[] z) {
    float most = Float.NEGATIVE_INFINITY;
    for (float v : z) {
      most = Math.max(most, v);
    }
    float sum = 0;
    for (int i = 0; i < z.length; i++) {
      z[i] = (float) Math.exp(z[i] - most);
      sum += z[i];
    }
    for (int i = 0; i < z.length; i++) {
      z[i] /= sum;
    }
  }

  void write(DataOutputStream out) throws IOException {
    for (var row : w) {
      for (float value : row) {
        out.writeShort(Float.floatToFloat16(value));
      }
    }
  }

  static Layer read(DataInputStream in, int outputs, int inputs) throws IOException {
    var layer = new Layer(outputs, inputs);
    for (var row : layer.w) {
      for (int i = 0; i < row.length; i++) {
        row[i] = Float.float16ToFloat(in.readShort());
      }
    }
    return layer;
  }
}
