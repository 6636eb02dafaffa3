package dev.aulos.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads AIFF and AIFF-C files with integers of 8 to 32 bits or floats, in either byte order.
final class AiffFile {
  private static final int COMMON_SIZE = 18;

  private final ByteInput in;
  private @Nullable Common common;
  private float @Nullable [][] samples;

  private AiffFile(ByteInput in) {
    this.in = in;
  }

  /// What the `COMM` chunk says.
  private record Common(
      int channels, long frames, int sampleRate, SampleDecoder decoder, int bytes) {}

  /// Reads a whole file; what is missing of one cut short is left out.
  static Pcm read(Path file) throws IOException {
    try (var in = ByteInput.open(file)) {
      return new AiffFile(in).parse();
    }
  }

  private Pcm parse() throws IOException {
    boolean isCompressed = readForm();
    while (samples == null) {
      var id = in.id();
      long size = bigEndian(in.u32());
      if (size < 0 || !readChunk(id, size, isCompressed)) {
        break;
      }
    }
    if (common == null || samples == null) {
      throw in.fault("no '" + (common == null ? "COMM" : "SSND") + "' chunk up to the end");
    }
    return Pcm.owning(common.sampleRate(), samples);
  }

  /// True for AIFF-C, whose `COMM` chunk names how samples are coded.
  private boolean readForm() throws IOException {
    var id = in.id();
    in.u32();
    var form = in.id();
    if (!id.equals("FORM") || !(form.equals("AIFF") || form.equals("AIFC"))) {
      throw in.faultAt(0, "not an AIFF file: no 'FORM' of type 'AIFF' or 'AIFC'");
    }
    return form.equals("AIFC");
  }

  private boolean readChunk(String id, long size, boolean isCompressed) throws IOException {
    long start = in.position();
    switch (id) {
      case "COMM" -> common = readCommon(size, isCompressed);
      case "SSND" -> samples = readSamples(size);
      default -> {}
    }
    long left = size + (size & 1) - (in.position() - start);
    return in.skip(left) == left;
  }

  private Common readCommon(long size, boolean isCompressed) throws IOException {
    long start = in.position();
    int needed = COMMON_SIZE + (isCompressed ? 4 : 0);
    if (size < needed) {
      throw in.fault("'COMM' has " + size + " bytes, expected at least " + needed);
    }
    var body = in.take(needed, "'COMM'").order(ByteOrder.BIG_ENDIAN);
    int channels = body.getShort() & 0xFFFF;
    long frames = body.getInt() & 0xFFFFFFFFL;
    int bits = body.getShort() & 0xFFFF;
    double rate = extended(body);
    if (channels < 1 || channels > WavFormat.MAX_CHANNELS) {
      throw in.faultAt(start, channels + " channels, expected 1 to " + WavFormat.MAX_CHANNELS);
    }
    if (!(rate >= 1 && rate <= WavFormat.MAX_RATE)) {
      throw in.faultAt(start + 8, "sample rate " + rate + ", expected 1 to " + WavFormat.MAX_RATE);
    }
    var coding = isCompressed ? code(body) : "NONE";
    var format = format(start, coding, bits);
    boolean isBigEndian = !coding.equals("sowt");
    var decoder = SampleDecoder.aiff(format, isBigEndian);
    return new Common(channels, frames, (int) Math.round(rate), decoder, format.bytes());
  }

  private SampleFormat format(long start, String coding, int bits) throws IOException {
    return switch (coding) {
      case "fl32", "FL32" -> SampleFormat.FLOAT_32;
      case "fl64", "FL64" -> SampleFormat.FLOAT_64;
      case "NONE", "sowt", "twos" -> {
        if (bits < 1 || bits > 32) {
          throw in.faultAt(start + 6, bits + " bits a sample, expected 1 to 32");
        }
        yield SampleFormat.integer((bits + 7) / 8);
      }
      default ->
          throw in.faultAt(
              start + COMMON_SIZE,
              "samples are coded as "
                  + SoundKind.quoted(coding)
                  + ", expected integers or floats; convert the file to WAV first");
    };
  }

  /// A floating-point number of 80 bits, as sample rates are stored.
  private static double extended(ByteBuffer body) {
    int exponent = body.getShort() & 0xFFFF;
    long mantissa = body.getLong();
    boolean isNegative = exponent > 0x7FFF;
    double unsigned = (mantissa >>> 1) * 2.0 + (mantissa & 1);
    return isNegative ? -1 : Math.scalb(unsigned, exponent - 16383 - 63);
  }

  private static String code(ByteBuffer body) {
    var code = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      code.append((char) (body.get() & 0xFF));
    }
    return code.toString();
  }

  private float[][] readSamples(long size) throws IOException {
    var format = common;
    if (format == null) {
      throw in.fault("'SSND' comes before any 'COMM' chunk");
    }
    if (size < 8) {
      throw in.fault("'SSND' has " + size + " bytes, expected at least 8");
    }
    long offset = bigEndian(in.u32());
    in.u32(); // the block size is of no concern
    long bytes = size - 8 - in.skip(Math.max(0, Math.min(offset, size - 8)));
    var reader =
        new SampleReader(
            in, format.decoder(), format.channels(), format.channels() * format.bytes());
    return reader.read(format.frames(), bytes);
  }

  private static long bigEndian(long littleEndian) {
    return littleEndian < 0 ? -1 : Integer.reverseBytes((int) littleEndian) & 0xFFFFFFFFL;
  }
}
