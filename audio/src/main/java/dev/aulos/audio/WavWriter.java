package dev.aulos.audio;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/// Writes a WAV file block by block, in memory for one block.
///
/// The file appears whole on [#finish]. Closed without it, as when an exception leaves the `try`,
/// nothing appears, and what was there before stays.
public final class WavWriter implements Closeable {
  private static final int BLOCK_FRAMES = 1 << 14;
  private static final long RIFF_LIMIT = WavHeader.RIFF_LIMIT;

  private final AtomicFile file;
  private final WavHeader header;
  private final WavOptions options;
  private final SampleEncoder encoder;
  private final long riffLimit;
  private long frames;
  private boolean isFinished;

  private WavWriter(AtomicFile file, WavHeader header, WavOptions options, long riffLimit) {
    this.file = file;
    this.header = header;
    this.options = options;
    this.encoder = new SampleEncoder(options.format(), options.quantization());
    this.riffLimit = riffLimit;
  }

  /// A writer of a sound of unknown length, which may pass 4 GB and become RF64.
  public static WavWriter open(Path file, int sampleRate, int channels, WavOptions options)
      throws IOException {
    return open(file, WavHeader.of(sampleRate, channels, options, true), options, RIFF_LIMIT);
  }

  /// A writer that turns to RF64 at a limit of the tests' choosing.
  static WavWriter open(Path path, WavHeader header, WavOptions options, long riffLimit)
      throws IOException {
    var file = AtomicFile.create(path);
    var writer = new WavWriter(file, header, options, riffLimit);
    try {
      file.write(header.encode(0, riffLimit));
    } catch (IOException e) {
      file.close();
      throw e;
    }
    return writer;
  }

  /// Writes a whole sound.
  public static void write(Path file, Pcm sound, WavOptions options) throws IOException {
    try (var writer = open(file, headerOf(sound, options), options, RIFF_LIMIT)) {
      writer.append(sound);
      writer.finish();
    }
  }

  /// Writes a whole sound to a stream, which stays open; a failure leaves there what came before
  /// it.
  public static void write(OutputStream out, Pcm sound, WavOptions options) throws IOException {
    requireFinite(sound, options.format());
    var encoder = new SampleEncoder(options.format(), options.quantization());
    out.write(headerOf(sound, options).encode(sound.frames(), RIFF_LIMIT));
    for (int i = 0; i < sound.frames(); i += BLOCK_FRAMES) {
      out.write(encoder.encode(sound, i, Math.min(BLOCK_FRAMES, sound.frames() - i)));
    }
    if (isPadded(sound.frames(), sound.channels(), options)) {
      out.write(0);
    }
    out.flush();
  }

  private static WavHeader headerOf(Pcm sound, WavOptions options) {
    long bytes = (long) sound.frames() * sound.channels() * options.format().bytes();
    boolean isLong =
        bytes > RIFF_LIMIT / 2; // exact only once the metadata is encoded; half is safe
    return WavHeader.of(sound.sampleRate(), sound.channels(), options, isLong);
  }

  private static boolean isPadded(long frames, int channels, WavOptions options) {
    return frames * channels * options.format().bytes() % 2 != 0;
  }

  /// Adds a block of the sound.
  public void append(Pcm block) throws IOException {
    var format = header.format();
    if (isFinished) {
      throw new IllegalStateException("the file is finished; nothing can follow");
    }
    if (block.channels() != format.channels() || block.sampleRate() != format.sampleRate()) {
      throw new IllegalArgumentException(
          "block is "
              + block
              + ", expected "
              + format.channels()
              + " channels at "
              + format.sampleRate()
              + " Hz");
    }
    requireFinite(block, options.format());
    for (int i = 0; i < block.frames(); i += BLOCK_FRAMES) {
      file.write(encoder.encode(block, i, Math.min(BLOCK_FRAMES, block.frames() - i)));
    }
    frames += block.frames();
  }

  /// The frames so far.
  public long frames() {
    return frames;
  }

  /// Ends the file and puts it in its place.
  public void finish() throws IOException {
    if (isFinished) {
      throw new IllegalStateException("the file is finished already");
    }
    isFinished = true;
    if (isPadded(frames, header.format().channels(), options)) {
      file.write(new byte[1]);
    }
    file.rewriteStart(header.encode(frames, riffLimit));
    file.commit();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static void requireFinite(Pcm sound, SampleFormat format) {
    if (!format.isFloat() && sound.hasNonFinite()) {
      throw new IllegalArgumentException(
          "the sound holds infinite or undefined samples, which "
              + format
              + " cannot store; SignalReport says where");
    }
  }
}
