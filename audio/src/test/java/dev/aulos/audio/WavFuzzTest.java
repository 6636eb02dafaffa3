package dev.aulos.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files broken at random: each is read correctly or rejected with a reason, in bounded time and
/// memory.
final class WavFuzzTest {
  private static final int MAX_SAMPLES_PER_BYTE = 1;
  @TempDir Path folder;

  @Test
  void brokenFilesAreReadOrRejected() throws IOException {
    run(2_000, 20260101);
  }

  @Test
  @Tag("long-fuzz")
  void manyBrokenFilesAreReadOrRejected() throws IOException {
    run(10_000, 42);
  }

  private void run(int count, long seed) throws IOException {
    var seeds = seeds();
    var random = new SplittableRandom(seed);
    int read = 0;
    for (int i = 0; i < count; i++) {
      var bytes = mutated(seeds.get(random.nextInt(seeds.size())), random);
      int number = i;
      read +=
          Assertions.assertTimeout(
              Duration.ofSeconds(10), () -> readOrRejected(bytes, number) ? 1 : 0);
    }
    // Neither outcome is so rare that the other is all that was tried.
    assertThat(read).isBetween(count / 10, count * 9 / 10);
  }

  private boolean readOrRejected(byte[] bytes, int number) throws IOException {
    var path = folder.resolve("fuzz.wav");
    Files.write(path, bytes);
    boolean fromFile = isRead(path, bytes, number);
    boolean fromStream = isReadAsStream(bytes, number);
    assertThat(fromStream).as("mutation %s: stream agrees with file", number).isEqualTo(fromFile);
    return fromFile;
  }

  private static boolean isRead(Path path, byte[] bytes, int number) throws IOException {
    try {
      var file = WavFile.read(path);
      assertPlausible(file, bytes, number);
      assertThat(WavFile.inspect(path)).as("mutation %s", number).isEqualTo(file.info());
      var part = WavFile.readRange(path, 0.001, 0.002).sound();
      int start = (int) Math.min(Math.round(0.001 * part.sampleRate()), file.sound().frames());
      for (int i = 0; i < Math.min(part.frames(), 3); i++) {
        assertThat(Float.floatToIntBits(part.at(0, i)))
            .isEqualTo(Float.floatToIntBits(file.sound().at(0, start + i)));
      }
      return true;
    } catch (AudioFormatException e) {
      assertThat(e).as("mutation %s", number).hasMessageContaining(path + " @ ");
      assertThat(e.offset()).isBetween(0L, (long) bytes.length);
      return false;
    }
  }

  private static boolean isReadAsStream(byte[] bytes, int number) throws IOException {
    try {
      assertPlausible(WavFile.read(new ByteArrayInputStream(bytes), "stream"), bytes, number);
      return true;
    } catch (AudioFormatException e) {
      return false;
    }
  }

  private static void assertPlausible(WavFile file, byte[] bytes, int number) {
    long samples = (long) file.sound().frames() * file.sound().channels();
    assertThat(samples)
        .as("mutation %s: samples of %s bytes", number, bytes.length)
        .isLessThanOrEqualTo((long) bytes.length * MAX_SAMPLES_PER_BYTE);
    assertThat(file.info().frames()).isEqualTo(file.sound().frames());
    assertThatCode(() ->
            new SampleEncoder(SampleFormat.FLOAT_32, new Quantization.Nearest())
                .encode(file.sound(), 0, file.sound().frames()))
        .doesNotThrowAnyException();
  }

  private static List<byte[]> seeds() throws IOException {
    var seeds = new ArrayList<byte[]>();
    var metadata =
        WavMetadata.empty().withTitle("fuzz ☂").withComment("c").withSettings("{\"seed\":1}");
    for (var format : SampleFormat.values()) {
      for (int channels : new int[] {1, 2, 6}) {
        seeds.add(
            WavRoundTripTest.bytes(
                Sounds.noise(8000, channels, 40, 1), WavOptions.of(format).withMetadata(metadata)));
      }
    }
    var sizes = Riff.le(28).putLong(90).putLong(6).putLong(3).putInt(0);
    seeds.add(
        new Riff("RF64")
            .chunk("ds64", sizes)
            .fmt(1, 1, 8000, 16)
            .chunk("data", -1, Riff.shorts(1, 2, 3))
            .claiming(-1)
            .bytes());
    return seeds;
  }

  private static byte[] mutated(byte[] seed, SplittableRandom random) {
    var bytes = seed.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      bytes = changed(bytes, random);
    }
    return bytes;
  }

  private static byte[] changed(byte[] bytes, SplittableRandom random) {
    int head = Math.min(bytes.length, 120); // where structure is
    int at = random.nextInt(random.nextBoolean() ? head : bytes.length);
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 3 -> { // an extreme 32-bit number
        int[] extremes = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, bytes.length, -8};
        int value = extremes[random.nextInt(extremes.length)];
        for (int b = 0; b < 4 && at + b < bytes.length; b++) {
          bytes[at + b] = (byte) (value >>> (8 * b));
        }
      }
      case 4 -> { // a stretch doubled
        int length = 1 + random.nextInt(Math.min(64, bytes.length - at));
        var longer = Arrays.copyOf(bytes, bytes.length + length);
        System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
        return longer;
      }
      default -> { // a stretch removed
        int length = 1 + random.nextInt(Math.min(64, bytes.length - at));
        var shorter = Arrays.copyOf(bytes, bytes.length - length);
        System.arraycopy(bytes, at + length, shorter, at, bytes.length - at - length);
        return shorter;
      }
    }
    return bytes;
  }
}
