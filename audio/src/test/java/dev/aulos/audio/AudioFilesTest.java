package dev.aulos.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AudioFilesTest {
  @TempDir Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("sound.any"), bytes);
  }

  /// An AIFF file; `coding` empty for the plain form.
  private static byte[] aiff(String coding, int channels, int bits, byte[] samples) {
    int frames = samples.length / (channels * bits / 8);
    var common = ByteBuffer.allocate(coding.isEmpty() ? 18 : 24);
    common.putShort((short) channels).putInt(frames).putShort((short) bits);
    common.putShort((short) (16383 + 15)).putLong(44100L << 48);
    if (!coding.isEmpty()) {
      common.put(ascii(coding));
    }
    var sound = ByteBuffer.allocate(8 + samples.length).putLong(0).put(samples);
    var out = new ByteArrayOutputStream();
    out.writeBytes(ascii(coding.isEmpty() ? "AIFF" : "AIFC"));
    chunk(out, "NAME", ascii("odd"));
    chunk(out, "COMM", common.array());
    chunk(out, "SSND", sound.array());
    var whole = new ByteArrayOutputStream();
    chunk(whole, "FORM", out.toByteArray());
    return whole.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String id, byte[] body) {
    out.writeBytes(ascii(id));
    out.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
    out.writeBytes(body);
    if (body.length % 2 != 0) {
      out.write(0);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void readsWavWhateverItsName() throws IOException {
    var sound = Sounds.noise(8000, 2, 50, 1);
    var path = folder.resolve("song.mp3");
    WavWriter.write(path, sound, WavOptions.float32());
    assertThat(AudioFiles.read(path).planar()).isEqualTo(sound.planar());
  }

  @Test
  void readsAiff() throws IOException {
    var samples = new byte[] {0x40, 0, (byte) 0x80, 0, 0, 0, (byte) 0xC0, 0};
    var sound = AudioFiles.read(file(aiff("", 2, 16, samples)));
    assertThat(sound.sampleRate()).isEqualTo(44100);
    assertThat(sound.planar()).containsExactly(0.5f, 0, -1, -0.5f);
  }

  @Test
  void readsTheCodingsOfAiffC() throws IOException {
    var little = new byte[] {0, 0x40, 0, (byte) 0x80};
    assertThat(AudioFiles.read(file(aiff("sowt", 1, 16, little))).channel(0))
        .containsExactly(0.5f, -1);
    var floats = ByteBuffer.allocate(8).putFloat(0.1f).putFloat(-3).array();
    assertThat(AudioFiles.read(file(aiff("fl32", 1, 32, floats))).channel(0))
        .containsExactly(0.1f, -3);
    var bytes = new byte[] {64, -128, 0};
    assertThat(AudioFiles.read(file(aiff("NONE", 1, 8, bytes))).channel(0))
        .containsExactly(0.5f, -1, 0);
    var wide = new byte[] {0x40, 0, 0, (byte) 0x80, 0, 0};
    assertThat(AudioFiles.read(file(aiff("", 1, 24, wide))).channel(0)).containsExactly(0.5f, -1);
    assertThatThrownBy(() -> AudioFiles.read(file(aiff("ima4", 1, 16, little))))
        .isInstanceOf(AudioFormatException.class)
        .hasMessageContaining("'ima4'");
  }

  @Test
  void anAiffCutShortIsReadAsFarAsItGoes() throws IOException {
    var whole = aiff("", 1, 16, new byte[200]);
    var cut = AudioFiles.read(file(Arrays.copyOf(whole, whole.length - 51)));
    assertThat(cut.frames()).isEqualTo(74);
  }

  @Test
  void brokenAiffIsReadOrRejected() throws IOException {
    var seed = aiff("sowt", 2, 16, new byte[400]);
    var random = new SplittableRandom(3);
    int read = 0;
    for (int i = 0; i < 1000; i++) {
      var bytes = Arrays.copyOf(seed, 12 + random.nextInt(seed.length - 12));
      for (int k = 0; k < 3; k++) {
        bytes[12 + random.nextInt(Math.min(70, bytes.length) - 11) - 1] =
            (byte) random.nextInt(256);
      }
      var path = file(bytes);
      try {
        var sound = AiffFile.read(path);
        assertThat((long) sound.frames() * sound.channels()).isLessThanOrEqualTo(bytes.length);
        read++;
      } catch (AudioFormatException e) {
        assertThat(e).hasMessageContaining(path + " @ ");
      }
    }
    assertThat(read).isBetween(20, 980);
  }

  @ParameterizedTest
  @CsvSource({
    "fLaC\0\0\0\"\u0010, FLAC", "OggS\0\2\0\0, Ogg", "ID3\4\0, MP3", "\u00ff\u00fb\u0090d, MP3",
    "'\0\0\0 ftypM4A ', MP4", ".snd\0\0\0\30, Sun AU", "caff\0\1\0\0, Core Audio",
        "riff.\u0091\u00cf\u0011, Wave64"
  })
  void namesWhatItDoesNotRead(String start, String kind) throws IOException {
    var path = file(ascii(start + "\0\0\0\0\0\0\0\0\0\0"));
    assertThatThrownBy(() -> AudioFiles.read(path))
        .isInstanceOf(AudioFormatException.class)
        .hasMessageStartingWith(path + " @ 0: ")
        .hasMessageContaining(kind)
        .hasMessageContaining("convert to WAV first");
  }

  @Test
  void rejectsWhatIsNoSoundFile() throws IOException {
    for (var text : new String[] {"", "x", "Dear reader, this is text.", "RIFF\0\0\0\0AVI "}) {
      assertThatThrownBy(() -> AudioFiles.read(file(ascii(text))))
          .isInstanceOf(AudioFormatException.class)
          .hasMessageContaining("not a sound file");
    }
    assertThatThrownBy(() -> AudioFiles.read(folder.resolve("none.wav")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
