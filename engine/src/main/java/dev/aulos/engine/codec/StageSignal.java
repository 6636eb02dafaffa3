package dev.aulos.engine.codec;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.Executable;
import dev.aulos.graph.NdArray;
import dev.aulos.models.oobleck.Span;
import dev.aulos.models.oobleck.Stage;
import java.nio.FloatBuffer;
import java.util.Map;

/// The output of a [Stage], computed tile by tile as it is asked for.
///
/// What was computed is kept from the start of the last span read, since the next one may overlap
/// it.
final class StageSignal implements Signal {
  private final Stage stage;
  private final Executable executable;
  private final Signal source;
  private final long tile;
  private final int channels;
  private float[] window = new float[0]; // channel after channel, `capacity` apart
  private int capacity;
  private long windowStart;
  private long windowEnd;
  private boolean started;
  private NdArray input = NdArray.zeros(DType.F32, 0);
  private NdArray output = NdArray.zeros(DType.F32, 0);

  /// @param tile positions of output computed at a time
  StageSignal(Stage stage, Executable executable, Signal source, long tile) {
    this.stage = stage;
    this.executable = executable;
    this.source = source;
    this.tile = tile;
    channels = (int) executable.graph().output("y").dim(1).fixed();
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public long length() {
    return source.length() / stage.down() * stage.up();
  }

  @Override
  public void read(Span span, FloatBuffer target, Cancellation cancellation) {
    if (!started) {
      started = true;
      windowStart = span.start();
      windowEnd = span.start();
    }
    if (span.start() < windowStart || span.end() > length()) {
      throw new IllegalArgumentException(
          "span " + span + " of a signal kept from " + windowStart + " to " + length());
    }
    forget(span.start());
    while (windowEnd < span.end()) {
      compute(new Span(windowEnd, Math.min(length(), windowEnd + tile)), cancellation);
    }
    int from = (int) (span.start() - windowStart);
    int count = (int) span.length();
    for (int c = 0; c < channels; c++) {
      target.put(window, c * capacity + from, count);
    }
  }

  private void forget(long before) {
    int gone = (int) (Math.min(before, windowEnd) - windowStart);
    if (gone > 0) {
      int kept = (int) (windowEnd - windowStart) - gone;
      for (int c = 0; c < channels; c++) {
        System.arraycopy(window, c * capacity + gone, window, c * capacity, kept);
      }
      windowStart += gone;
    }
    if (windowEnd < before) { // nothing kept, and the gap is never asked for
      windowStart = before;
      windowEnd = before;
    }
  }

  private void compute(Span wanted, Cancellation cancellation) {
    cancellation.check();
    var needed = stage.needed(wanted).within(source.length());
    long given = needed.length();
    long made = given / stage.down() * stage.up();
    if (input.rank() != 3 || input.dim(2) != given) {
      input = NdArray.zeros(DType.F32, 1, source.channels(), given);
      output = NdArray.zeros(DType.F32, 1, channels, made);
    }
    source.read(needed, input.floats(), cancellation);
    executable.run(Map.of("x", input), Map.of("y", output), cancellation);
    append(wanted, (int) (wanted.start() - needed.start() / stage.down() * stage.up()), made);
  }

  private void append(Span wanted, int offset, long made) {
    int kept = (int) (windowEnd - windowStart);
    int count = (int) wanted.length();
    reserve(kept + count);
    for (int c = 0; c < channels; c++) {
      int from = (int) (c * made + offset);
      output.floats(from, from + count).get(window, c * capacity + kept, count);
    }
    windowEnd += count;
  }

  private void reserve(int positions) {
    if (positions <= capacity) {
      return;
    }
    int larger = positions + (int) Math.min(tile, 1 << 16);
    var moved = new float[Math.multiplyExact(channels, larger)];
    int kept = (int) (windowEnd - windowStart);
    for (int c = 0; c < channels; c++) {
      System.arraycopy(window, c * capacity, moved, c * larger, kept);
    }
    window = moved;
    capacity = larger;
  }
}
