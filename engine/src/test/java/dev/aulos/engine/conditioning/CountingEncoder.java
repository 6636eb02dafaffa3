package dev.aulos.engine.conditioning;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Executable;

/// Rows that repeat their token's id, and a count of how often they were asked for.
final class CountingEncoder implements TokenEncoder {
  private int runs;

  int runs() {
    return runs;
  }

  @Override
  public int width() {
    return 2;
  }

  @Override
  public Executable network() {
    throw new IllegalStateException("rows are made without a network");
  }

  @Override
  public float[] rows(int[] ids, Cancellation cancellation) {
    runs++;
    var rows = new float[2 * ids.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = ids[i / 2];
    }
    return rows;
  }

  @Override
  public void close() {}
}
