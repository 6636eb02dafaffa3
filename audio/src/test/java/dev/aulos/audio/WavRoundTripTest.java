package dev.aulos.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class WavRoundTripTest {
  @TempDir Path folder;

  static Stream<Arguments> formatsAndChannels() {
    return Arrays.stream(SampleFormat.values())
        .flatMap(f -> IntStream.rangeClosed(1, 8).mapToObj(c -> Arguments.of(f, c)));
  }

  private static WavOptions nearest(SampleFormat format) {
    return WavOptions.of(format).withQuantization(new Quantization.Nearest());
  }

  @ParameterizedTest
  @MethodSource("formatsAndChannels")
  void comesBackWithinHalfAStep(SampleFormat format, int channels) throws IOException {
    var sound = Sounds.noise(44100, channels, 333, channels); // odd, for the padding
    var file = folder.resolve("a.wav");
    WavWriter.write(file, sound, nearest(format));
    var read = WavFile.read(file);
    assertThat(read.info())
        .isEqualTo(new WavInfo(format, 44100, channels, 333, false, WavMetadata.empty()));
    double step = format.isFloat() ? 0 : Math.scalb(1.0, 1 - 8 * Math.min(3, format.bytes()));
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < sound.frames(); i++) {
        double error = Math.abs(read.sound().at(c, i) - sound.at(c, i));
        assertThat(error).isLessThanOrEqualTo(step / 2);
      }
    }
    assertThat(Files.size(file) % 2).isZero();
  }

  @ParameterizedTest
  @MethodSource("formatsAndChannels")
  void readingAndWritingAgainGivesTheSameBytes(SampleFormat format, int channels)
      throws IOException {
    var first = bytes(Sounds.noise(8000, channels, 101, 7), nearest(format));
    var read = WavFile.read(new ByteArrayInputStream(first), "first");
    assertThat(bytes(read.sound(), nearest(format))).isEqualTo(first);
  }

  @ParameterizedTest
  @EnumSource(SampleFormat.class)
  void fileAndStreamAgree(SampleFormat format) throws IOException {
    var sound = Sounds.noise(48000, 2, 40_000, 5);
    var options = WavOptions.of(format).withMetadata(WavMetadata.empty().withTitle("x"));
    var file = folder.resolve("b.wav");
    WavWriter.write(file, sound, options);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes(sound, options));
  }

  @ParameterizedTest
  @EnumSource(SampleFormat.class)
  void aSoundOfNoFramesIsAFileToo(SampleFormat format) throws IOException {
    var read =
        WavFile.read(
            new ByteArrayInputStream(bytes(Pcm.silence(8000, 2, 0), nearest(format))), "0");
    assertThat(read.sound().frames()).isZero();
    assertThat(read.info().isTruncated()).isFalse();
  }

  @Test
  void blocksGiveTheFileThatTheWholeGives() throws IOException {
    var sound = Sounds.noise(44100, 2, 50_001, 9);
    var whole = folder.resolve("whole.wav");
    var blocks = folder.resolve("blocks.wav");
    var room = WavHeader.of(44100, 2, WavOptions.pcm16(), true);
    try (var w = WavWriter.open(whole, room, WavOptions.pcm16(), WavHeader.RIFF_LIMIT)) {
      w.append(sound);
      w.finish();
    }
    try (var w = WavWriter.open(blocks, 44100, 2, WavOptions.pcm16())) {
      for (int i = 0; i < sound.frames(); i += 777) {
        w.append(sound.slice(i, Math.min(i + 777, sound.frames())));
      }
      assertThat(w.frames()).isEqualTo(50_001);
      w.finish();
    }
    assertThat(Files.readAllBytes(blocks)).isEqualTo(Files.readAllBytes(whole));
  }

  @Test
  void floatsKeepWhatIsBeyondFullScale() throws IOException {
    var sound = Pcm.of(8000, new float[] {3.5f, -2, Float.POSITIVE_INFINITY, Float.NaN, -0f});
    var read = WavFile.read(new ByteArrayInputStream(bytes(sound, WavOptions.float32())), "f");
    assertThat(read.sound().channel(0)).isEqualTo(sound.channel(0));
  }

  @Test
  void pastTheLimitOfRiffItBecomesRf64() throws IOException {
    var options = WavOptions.float32().withMetadata(WavMetadata.empty().withTitle("long"));
    var file = folder.resolve("long.wav");
    var sound = Sounds.noise(44100, 2, 1000, 3);
    try (var w = WavWriter.open(file, WavHeader.of(44100, 2, options, true), options, 5000)) {
      w.append(sound);
      w.finish();
    }
    assertThat(new String(Files.readAllBytes(file), 0, 4, "US-ASCII")).isEqualTo("RF64");
    var read = WavFile.read(file);
    assertThat(read.sound().planar()).isEqualTo(sound.planar());
    assertThat(read.info().metadata().title()).contains("long");
    assertThat(read.info().isTruncated()).isFalse();
  }

  static byte[] bytes(Pcm sound, WavOptions options) throws IOException {
    var out = new ByteArrayOutputStream();
    WavWriter.write(out, sound, options);
    return out.toByteArray();
  }
}
