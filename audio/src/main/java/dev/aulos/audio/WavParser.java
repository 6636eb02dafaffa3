package dev.aulos.audio;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One pass over a RIFF or RF64 file, chunk by chunk, front to back; so a stream does too.
///
/// What is promised and what is there may differ: a `data` chunk cut short, of size 0 or of the
/// largest size, as recorders leave it, is read to the end of the input.
final class WavParser {
  private static final long UNKNOWN = 0xFFFFFFFFL;
  private static final int MAX_TEXT = 1 << 24;

  private final ByteInput in;
  private final Span span;
  private final Map<String, String> info = new LinkedHashMap<>();
  private Optional<String> settings = Optional.empty();
  private @Nullable WavFormat format;
  private float @Nullable [][] samples;
  private long riffEnd;
  private long longDataSize = -1; // of RF64, said in `ds64`
  private long frames;
  private boolean isTruncated;

  WavParser(ByteInput in, Span span) {
    this.in = in;
    this.span = span;
  }

  WavFile parse() throws IOException {
    boolean isLong = readForm();
    while (samples == null || in.position() < riffEnd) {
      var id = in.id();
      long size = in.u32();
      if (size < 0 || !readChunk(id, size, isLong)) {
        break;
      }
    }
    if (format == null || samples == null) {
      throw in.fault("no '" + (format == null ? "fmt " : "data") + "' chunk up to the end");
    }
    return result(format, samples);
  }

  private WavFile result(WavFormat format, float[][] samples) {
    var metadata = new WavMetadata(info, settings);
    return new WavFile(
        Pcm.owning(format.sampleRate(), samples),
        new WavInfo(
            format.format(),
            format.sampleRate(),
            format.channels(),
            frames,
            isTruncated,
            metadata));
  }

  /// Reads the first 12 bytes; true for the forms that give their sizes in 64 bits.
  private boolean readForm() throws IOException {
    var id = in.id();
    boolean isLong = id.equals("RF64") || id.equals("BW64");
    if (!isLong && !id.equals("RIFF")) {
      throw in.faultAt(0, "starts with " + SoundKind.quoted(id) + ", expected 'RIFF' or 'RF64'");
    }
    long size = in.u32();
    riffEnd = size == 0 || size == UNKNOWN ? Long.MAX_VALUE : 8 + size;
    var form = in.id();
    if (!form.equals("WAVE")) {
      throw in.faultAt(
          Math.min(8, in.position()),
          "RIFF form is " + SoundKind.quoted(form) + ", expected 'WAVE'");
    }
    return isLong;
  }

  /// Reads one chunk after its code and size; false where the input ends within it.
  private boolean readChunk(String id, long size, boolean isLong) throws IOException {
    return switch (id) {
      case "ds64" -> readSizes(size);
      case "fmt " -> readFormat(size);
      case "data" -> samples == null ? readData(size, isLong) : pass(size);
      case InfoChunks.LIST, InfoChunks.SETTINGS -> readText(id, size);
      default -> pass(size);
    };
  }

  private boolean pass(long size) throws IOException {
    return passRest(size, 0);
  }

  /// Passes over what is left of a chunk, and the byte that pads it to an even size.
  private boolean passRest(long size, long consumed) throws IOException {
    long padding = size & 1;
    long passed = in.skip(size - consumed + padding);
    isTruncated |= passed < size - consumed;
    return passed == size - consumed + padding;
  }

  private boolean readSizes(long size) throws IOException {
    if (size < 24) {
      throw in.fault("'ds64' has " + size + " bytes, expected at least 24");
    }
    var sizes = in.take(24, "'ds64'");
    riffEnd = bounded(sizes.getLong(0) + 8);
    longDataSize = sizes.getLong(8);
    if (longDataSize < 0) {
      throw in.fault("'ds64' gives a negative size of data: " + longDataSize);
    }
    return passRest(size, 24);
  }

  private static long bounded(long end) {
    return end < 12 ? Long.MAX_VALUE : end;
  }

  private boolean readFormat(long size) throws IOException {
    long start = in.position();
    var found = WavFormat.read(in, size);
    if (format == null) {
      format = found;
    }
    return passRest(size, in.position() - start);
  }

  private boolean readText(String id, long size) throws IOException {
    if (size > MAX_TEXT) {
      return pass(size);
    }
    var body = in.upTo((int) size);
    if (body.remaining() < size) {
      isTruncated = true;
      return false;
    }
    if (id.equals(InfoChunks.SETTINGS)) {
      settings = Optional.of(InfoChunks.decodeSettings(body));
    } else {
      InfoChunks.decodeList(body).forEach(info::putIfAbsent);
    }
    return passRest(size, size);
  }

  private boolean readData(long size, boolean isLong) throws IOException {
    if (format == null) {
      throw in.fault("'data' comes before any 'fmt ' chunk");
    }
    long declared = isLong && size == UNKNOWN && longDataSize >= 0 ? longDataSize : size;
    boolean isOpen =
        (size == UNKNOWN && declared == UNKNOWN)
            || (size == 0 && (riffEnd == Long.MAX_VALUE || riffEnd <= in.position()));
    readFrames(format, isOpen ? Long.MAX_VALUE : declared);
    return !isOpen && !isTruncated && passRest(declared, declared);
  }

  private void readFrames(WavFormat format, long bytes) throws IOException {
    int frameBytes = format.frameBytes();
    long start = in.position();
    long skipped = Math.min(span.startFrame(format.sampleRate()), bytes / frameBytes);
    in.skip(skipped * frameBytes);
    var reader =
        new SampleReader(in, SampleDecoder.wav(format.format()), format.channels(), frameBytes);
    samples = reader.read(span.frames(format.sampleRate()), bytes - (in.position() - start));
    in.skip(bytes - (in.position() - start));
    long there = in.position() - start;
    frames = there / frameBytes;
    isTruncated = bytes != Long.MAX_VALUE && there < bytes;
  }
}
