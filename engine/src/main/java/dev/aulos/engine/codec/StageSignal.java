package dev.aulos.engine.codec;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.Executable;
import dev.aulos.graph.NdArray;
import dev.aulos.models.oobleck.Span;
import dev.aulos.models.oobleck.Stage;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
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
  private final Tiles runner;
  private final long end;
  private final int channels;
  private float[] window = new float[0]; // channel after channel, `capacity` apart
  private int capacity;
  private long windowStart;
  private long windowEnd;
  private boolean started;
  private final List<Tile> slots = new ArrayList<>();

  /// @param tile positions of output computed at a time
  /// @param end where asking ends: tiles before it may be computed ahead
  /// @param runner runs tiles, several at once where that is quicker
  StageSignal(
      Stage stage, Executable executable, Signal source, long tile, long end, Tiles runner) {
    this.stage = stage;
    this.executable = executable;
    this.source = source;
    this.tile = tile;
    this.runner = runner;
    this.end = end;
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
      computeAhead(cancellation);
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

  /// Computes the next tiles, as many as run at once and will be asked for.
  private void computeAhead(Cancellation cancellation) {
    cancellation.check();
    int count = 0;
    long last = Math.min(end, length());
    for (long at = windowEnd; at < last && count < runner.atOnce(); at += tile, count++) {
      if (slots.size() == count) {
        slots.add(new Tile());
      }
      slots.get(count).prepare(new Span(at, Math.min(last, at + tile)), cancellation);
    }
    var tasks = new ArrayList<Runnable>();
    slots.subList(0, count).forEach(slot -> tasks.add(() -> slot.run(cancellation)));
    runner.run(tasks);
    slots.subList(0, count).forEach(Tile::append);
  }

  /// A tile's buffers.
  private final class Tile {
    private NdArray input = NdArray.zeros(DType.F32, 0);
    private NdArray output = NdArray.zeros(DType.F32, 0);
    private Span wanted = new Span(0, 0);
    private int offset;

    private void prepare(Span span, Cancellation cancellation) {
      wanted = span;
      var needed = stage.needed(span).within(source.length());
      long given = needed.length();
      if (input.rank() != 3 || input.dim(2) != given) {
        input = NdArray.zeros(DType.F32, 1, source.channels(), given);
        output = NdArray.zeros(DType.F32, 1, channels, given / stage.down() * stage.up());
      }
      offset = (int) (span.start() - needed.start() / stage.down() * stage.up());
      source.read(needed, input.floats(), cancellation);
    }

    private void run(Cancellation cancellation) {
      executable.run(Map.of("x", input), Map.of("y", output), cancellation);
    }

    private void append() {
      int kept = (int) (windowEnd - windowStart);
      int count = (int) wanted.length();
      reserve(kept + count);
      int made = (int) output.dim(2);
      for (int c = 0; c < channels; c++) {
        int from = c * made + offset;
        output.floats(from, from + count).get(window, c * capacity + kept, count);
      }
      windowEnd += count;
    }
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
