package dev.aulos.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WavReadTest {
  @TempDir Path folder;

  private static Riff mono16() {
    return Riff.wave().fmt(1, 1, 8000, 16);
  }

  /// Reads the bytes as a file and as a stream, which must agree.
  private WavFile read(byte[] bytes) throws IOException {
    var path = folder.resolve("x.wav");
    Files.write(path, bytes);
    var file = WavFile.read(path);
    var stream = WavFile.read(new ByteArrayInputStream(bytes), "x");
    assertThat(stream.info()).isEqualTo(file.info()).isEqualTo(WavFile.inspect(path));
    assertThat(stream.sound().planar()).isEqualTo(file.sound().planar());
    return file;
  }

  private void rejects(byte[] bytes, long offset, String message) throws IOException {
    var path = folder.resolve("bad.wav");
    Files.write(path, bytes);
    assertThatThrownBy(() -> WavFile.read(path))
        .isInstanceOfSatisfying(
            AudioFormatException.class,
            e -> {
              assertThat(e.file()).isEqualTo(path.toString());
              assertThat(e.offset()).isEqualTo(offset);
            })
        .hasMessageStartingWith(path + " @ " + offset + ": ")
        .hasMessageContaining(message);
    assertThatThrownBy(() -> WavFile.read(new ByteArrayInputStream(bytes), "stream"))
        .isInstanceOf(AudioFormatException.class)
        .hasMessageStartingWith("stream @ ");
  }

  @Test
  void readsSixteenBits() throws IOException {
    var read = read(mono16().chunk("data", Riff.shorts(-32768, 16384, 0, 32767)).bytes());
    assertThat(read.sound().channel(0)).containsExactly(-1, 0.5f, 0, 32767 / 32768f);
    assertThat(read.info().durationSeconds()).isEqualTo(4 / 8000.0);
  }

  @Test
  void readsEightBitsAsUnsigned() throws IOException {
    byte[] data = {0, 64, (byte) 128, (byte) 255};
    var read = read(Riff.wave().fmt(1, 2, 8000, 8).chunk("data", data).bytes());
    assertThat(read.sound().planar()).containsExactly(-1, 0, -0.5f, 127 / 128f);
  }

  @Test
  void readsTwentyFourAndThirtyTwoBits() throws IOException {
    byte[] data = {0, 0, (byte) 0x80, 0, 0, 0x40, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF};
    var read = read(Riff.wave().fmt(1, 1, 8000, 24).chunk("data", data).bytes());
    assertThat(read.sound().channel(0)).containsExactly(-1, 0.5f, -1 / 8388608f);
    var wide = Riff.le(8).putInt(Integer.MIN_VALUE).putInt(1 << 29);
    read = read(Riff.wave().fmt(1, 1, 8000, 32).chunk("data", wide).bytes());
    assertThat(read.sound().channel(0)).containsExactly(-1, 0.25f);
  }

  @Test
  void fewerValidBitsLieAtTheUpperEndOfTheirContainer() throws IOException {
    var twelve = mono12().chunk("data", Riff.shorts(0x4000)).bytes();
    assertThat(read(twelve).sound().at(0, 0)).isEqualTo(0.5f);
  }

  private static Riff mono12() {
    return Riff.wave().fmt(1, 1, 8000, 12);
  }

  @Test
  void readsFloats() throws IOException {
    var floats = Riff.le(8).putFloat(0.1f).putFloat(-7);
    var read = read(Riff.wave().fmt(3, 1, 8000, 32).chunk("data", floats).bytes());
    assertThat(read.sound().channel(0)).containsExactly(0.1f, -7);
    var doubles = Riff.le(16).putDouble(0.1).putDouble(Double.NaN);
    read = read(Riff.wave().fmt(3, 2, 8000, 64).chunk("data", doubles).bytes());
    assertThat(read.sound().at(0, 0)).isEqualTo(0.1f);
    assertThat(read.sound().at(1, 0)).isNaN();
  }

  @Test
  void passesOverChunksItDoesNotKnowOddOnesToo() throws IOException {
    var read =
        read(
            Riff.wave()
                .chunk("JUNK", new byte[28])
                .chunk("bext", new byte[603])
                .fmt(1, 1, 8000, 16)
                .chunk("fact", new byte[4])
                .chunk("odd ", new byte[1])
                .chunk("data", Riff.shorts(8192))
                .chunk("cue ", new byte[5])
                .chunk("aUlS", "{}".getBytes("UTF-8"))
                .bytes());
    assertThat(read.sound().channel(0)).containsExactly(0.25f);
    assertThat(read.info().metadata().settings()).contains("{}");
  }

  @Test
  void anOddDataChunkIsFollowedByItsPadding() throws IOException {
    var read =
        read(
            Riff.wave()
                .fmt(1, 1, 8000, 8)
                .chunk("data", new byte[3])
                .chunk("aUlS", "1".getBytes("UTF-8"))
                .bytes());
    assertThat(read.sound().frames()).isEqualTo(3);
    assertThat(read.info().metadata().settings()).contains("1");
  }

  @Test
  void readsWhatIsThereOfAFileCutShortAndSaysSo() throws IOException {
    var whole = mono16().chunk("data", Riff.shorts(1, 2, 3, 4)).bytes();
    var read = read(Arrays.copyOf(whole, whole.length - 3));
    assertThat(read.sound().frames()).isEqualTo(2);
    assertThat(read.info().isTruncated()).isTrue();
  }

  @Test
  void aStreamThatSkipsPastItsEndIsFoundShort() throws IOException {
    var path = folder.resolve("cut.wav");
    Files.write(
        path,
        mono16()
            .chunk("data", Riff.shorts(1))
            .chunk("junk", 5000, new byte[2])
            .claiming(9999)
            .bytes());
    try (var in = new FileInputStream(path.toFile())) {
      var read = WavFile.read(in, "cut");
      assertThat(read.info()).isEqualTo(WavFile.inspect(path));
      assertThat(read.info().isTruncated()).isTrue();
    }
  }

  @Test
  void aDataChunkOfUnknownSizeGoesToTheEnd() throws IOException {
    for (int claimed : new int[] {-1, 0}) {
      var bytes = mono16().chunk("data", claimed, Riff.shorts(1, 2, 3)).claiming(-1).bytes();
      var read = read(bytes);
      assertThat(read.sound().frames()).isEqualTo(3);
      assertThat(read.info().isTruncated()).isFalse();
    }
    var abandoned = mono16().chunk("data", 0, Riff.shorts(1, 2, 3)).claiming(36).bytes();
    assertThat(read(abandoned).sound().frames()).isEqualTo(3);
  }

  @Test
  void anEmptyDataChunkBeforeOthersIsEmpty() throws IOException {
    var read = read(mono16().chunk("data").chunk("JUNK", new byte[100]).bytes());
    assertThat(read.sound().frames()).isZero();
  }

  @Test
  void readsLongFormsBySizesInTheirOwnChunk() throws IOException {
    for (var form : new String[] {"RF64", "BW64"}) {
      var sizes = Riff.le(28).putLong(90).putLong(6).putLong(3).putInt(0);
      var bytes =
          new Riff(form)
              .chunk("ds64", sizes)
              .fmt(1, 1, 8000, 16)
              .chunk("data", -1, Riff.shorts(1, 2, 3))
              .chunk("aUlS", "[]".getBytes("UTF-8"))
              .claiming(-1)
              .bytes();
      var read = read(bytes);
      assertThat(read.sound().frames()).isEqualTo(3);
      assertThat(read.info().metadata().settings()).contains("[]");
    }
  }

  @Test
  void readsTheExtensibleFormatAndRejectsOtherSubformats() throws IOException {
    var good = WavRoundTripTest.bytes(Sounds.noise(8000, 3, 5, 1), WavOptions.float32());
    assertThat(good[20] & 0xFF).isEqualTo(0xFE);
    assertThat(read(good).info().format()).isEqualTo(SampleFormat.FLOAT_32);
    good[50] ^= 1;
    rejects(good, 44, "unknown subformat");
  }

  @Test
  void readsARangeOnly() throws IOException {
    var sound = Sounds.noise(1000, 2, 5000, 4);
    var path = folder.resolve("range.wav");
    WavWriter.write(path, sound, WavOptions.float32());
    var middle = WavFile.readRange(path, 1.5, 0.25);
    assertThat(middle.sound().planar()).isEqualTo(sound.slice(1500, 1750).planar());
    assertThat(middle.info().frames()).isEqualTo(5000);
    assertThat(WavFile.readRange(path, 4.9, 9).sound().frames()).isEqualTo(100);
    assertThat(WavFile.readRange(path, 99, 1).sound().frames()).isZero();
    assertThat(WavFile.readRange(path, 4, Double.POSITIVE_INFINITY).sound().frames())
        .isEqualTo(1000);
    assertThatThrownBy(() -> WavFile.readRange(path, -1, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> WavFile.readRange(path, Double.NaN, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsARangeOfAFileFarLargerThanMemory() throws IOException {
    var path = folder.resolve("sparse.wav");
    var header = WavHeader.of(1000, 1, WavOptions.float32(), true);
    long frames = 3_000_000_000L;
    try (var file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      var head = ByteBuffer.wrap(header.encode(frames, WavHeader.RIFF_LIMIT));
      long start = head.remaining();
      file.write(head);
      file.write(Riff.le(4).putFloat(0, 0.5f), start + 4 * 2_900_000_000L);
      file.write(Riff.le(4), start + 4 * (frames - 1)); // a hole elsewhere
    }
    var read = WavFile.readRange(path, 2_900_000, 1);
    assertThat(read.sound().at(0, 0)).isEqualTo(0.5f);
    assertThat(read.sound().frames()).isEqualTo(1000);
    assertThat(read.info().frames()).isEqualTo(frames);
    assertThat(read.info().durationSeconds()).isCloseTo(3e6, within(1e-6));
    assertThatThrownBy(() -> WavFile.read(path))
        .isInstanceOf(AudioFormatException.class)
        .hasMessageContaining("read a range");
  }

  @Test
  void rejectsWhatIsNotAWav() throws IOException {
    rejects(new byte[0], 0, "starts with ''");
    rejects("OggS with more after".getBytes("UTF-8"), 0, "expected 'RIFF'");
    rejects("RIFF\4\0\0\0AVI ".getBytes("UTF-8"), 8, "RIFF form is 'AVI '");
    rejects(Riff.wave().bytes(), 12, "no 'fmt ' chunk");
    rejects(mono16().bytes(), 36, "no 'data' chunk");
    rejects(Riff.wave().chunk("data", new byte[4]).bytes(), 20, "before any 'fmt '");
    rejects(Riff.wave().chunk("fmt ", new byte[14]).bytes(), 20, "has 14 bytes");
  }

  @Test
  void rejectsFormatsThatCannotBe() throws IOException {
    rejects(Riff.wave().fmt(1, 0, 8000, 16).bytes(), 22, "0 channels");
    rejects(Riff.wave().fmt(1, 2000, 8000, 16).bytes(), 22, "2000 channels");
    rejects(Riff.wave().fmt(1, 1, 0, 16).bytes(), 24, "sample rate 0");
    rejects(Riff.wave().fmt(1, 1, -1, 16).bytes(), 24, "sample rate 4294967295");
    rejects(Riff.wave().fmt(1, 1, 8000, 0).bytes(), 20, "PCM of 0 bits");
    rejects(Riff.wave().fmt(3, 1, 8000, 16).bytes(), 20, "float of 16 bits");
    rejects(Riff.wave().fmt(7, 1, 8000, 8).bytes(), 20, "µ-law");
    rejects(Riff.wave().fmt(0x55, 1, 8000, 0).bytes(), 20, "MPEG audio");
    var bytes = Riff.wave().fmt(1, 2, 8000, 16).chunk("data", new byte[8]).bytes();
    bytes[32] = 3;
    rejects(bytes, 32, "3 bytes a frame, expected 4");
  }

  @Test
  void aSizeThatLiesTakesNoMemory() throws IOException {
    var bytes = mono16().chunk("data", 0x7FFF_FFFE, Riff.shorts(1, 2)).bytes();
    var read = read(bytes);
    assertThat(read.sound().frames()).isEqualTo(2);
    assertThat(read.info().isTruncated()).isTrue();
    rejects(mono16().chunk("LIST", 0x00FF_FFFE, new byte[3]).bytes(), 48, "no 'data'");
  }
}
