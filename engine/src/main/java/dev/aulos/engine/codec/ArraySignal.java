package dev.aulos.engine.codec;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.models.oobleck.Span;
import java.nio.FloatBuffer;

/// One item of an array (batch, channels, time), scaled.
final class ArraySignal implements Signal {
  private final FloatBuffer values;
  private final int channels;
  private final int length;
  private final int start;
  private final float scale;

  ArraySignal(NdArray array, int item, float scale) {
    values = array.floats();
    channels = (int) array.dim(1);
    length = (int) array.dim(2);
    start = item * channels * length;
    this.scale = scale;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void read(Span span, FloatBuffer target, Cancellation cancellation) {
    int at = 0;
    for (int c = 0; c < channels; c++) {
      int row = start + c * length;
      for (long i = span.start(); i < span.end(); i++) {
        target.put(at++, values.get(row + (int) i) * scale);
      }
    }
  }
}
