package dev.aulos.engine.noise;

import java.util.ArrayList;
import java.util.List;

/// A stream that replays recorded draws, to repeat a generation made elsewhere.
///
/// A recording holds the draws that were used: [#skip] passes over nothing, and the noise of an
/// interval is simply the next draw.
public final class RecordedNoise implements NoiseSource {
  private final List<float[]> draws;
  private int next;

  private RecordedNoise(List<float[]> draws) {
    this.draws = draws;
  }

  /// A stream of these draws, in this order.
  public static RecordedNoise of(List<float[]> draws) {
    var copies = new ArrayList<float[]>(draws.size());
    for (var draw : draws) {
      copies.add(draw.clone());
    }
    return new RecordedNoise(copies);
  }

  /// How many draws are left.
  public int remaining() {
    return draws.size() - next;
  }

  @Override
  public void fill(float[] out) {
    if (next == draws.size()) {
      throw new IllegalStateException(
          "the recording ends after " + next + " draws, but another was asked for");
    }
    var draw = draws.get(next);
    if (draw.length != out.length) {
      throw new IllegalStateException(
          String.format(
              "draw %d of the recording has %d values, but %d were asked for",
              next, draw.length, out.length));
    }
    System.arraycopy(draw, 0, out, 0, out.length);
    next++;
  }

  @Override
  public void skip(int size) {
    // Unused draws are not recorded.
  }

  @Override
  public IntervalNoise intervals(float low, float high, int size) {
    return (from, to, out) -> fill(out);
  }
}
