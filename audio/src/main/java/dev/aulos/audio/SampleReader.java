package dev.aulos.audio;

import java.io.IOException;
import java.util.Arrays;

/// Reads a span out of stored frames, block by block. Of a file it allocates what is there, of a
/// stream of unknown length what has arrived, at most doubled.
final class SampleReader {
  private static final int BLOCK_BYTES = 1 << 16;
  private static final int FIRST_FRAMES = 1 << 12;
  private static final int MAX_FRAMES = Integer.MAX_VALUE - 8;

  private final ByteInput in;
  private final SampleDecoder decoder;
  private final int frameBytes;
  private float[][] samples;
  private int frames;

  SampleReader(ByteInput in, SampleDecoder decoder, int channels, int frameBytes) {
    this.in = in;
    this.decoder = decoder;
    this.frameBytes = frameBytes;
    this.samples = new float[channels][0];
  }

  /// Reads up to `wanted` frames; fewer at the end of the input or of the `bytes` that hold them.
  float[][] read(long wanted, long bytes) throws IOException {
    long there = Math.min(bytes, in.remaining()) / frameBytes;
    long target = Math.min(wanted, there);
    if (in.knowsSize() || bytes == 0) {
      reserve(target);
    }
    var block = new byte[Math.max(1, BLOCK_BYTES / frameBytes) * frameBytes];
    while (frames < target) {
      int size = (int) Math.min(block.length, (target - frames) * frameBytes);
      int read = in.read(block, size);
      append(block, read / frameBytes);
      if (read < size) {
        break;
      }
    }
    return trimmed();
  }

  private void append(byte[] block, int count) throws IOException {
    if (frames + (long) count > samples[0].length) {
      reserve(Math.max(Math.max(FIRST_FRAMES, 2L * samples[0].length), frames + (long) count));
    }
    decoder.decode(block, count, samples, frames);
    frames += count;
  }

  private void reserve(long capacity) throws IOException {
    if (frames == MAX_FRAMES || (in.knowsSize() && capacity > MAX_FRAMES)) {
      throw in.fault(
          "more than " + MAX_FRAMES + " frames do not fit one sound; read a range of the file");
    }
    int size = (int) Math.min(capacity, MAX_FRAMES);
    samples = resized(size);
  }

  private float[][] trimmed() {
    return samples[0].length == frames ? samples : resized(frames);
  }

  private float[][] resized(int size) {
    var resized = new float[samples.length][];
    Arrays.setAll(resized, c -> Arrays.copyOf(samples[c], size));
    return resized;
  }
}
