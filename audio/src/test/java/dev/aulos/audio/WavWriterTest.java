package dev.aulos.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WavWriterTest {
  private static final Pcm SOUND = Sounds.noise(44100, 2, 20_000, 1);
  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void nothingAppearsUnlessFinished() throws IOException {
    try (var w = WavWriter.open(folder.resolve("a.wav"), 44100, 2, WavOptions.pcm16())) {
      w.append(SOUND);
      assertThat(names()).containsExactly(".aulos-0.part");
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void whatWasThereStaysUnlessFinished() throws IOException {
    var file = folder.resolve("a.wav");
    Files.writeString(file, "before");
    try (var w = WavWriter.open(file, 44100, 2, WavOptions.pcm16())) {
      w.append(SOUND);
    }
    assertThat(Files.readString(file)).isEqualTo("before");
    WavWriter.write(file, SOUND, WavOptions.pcm16());
    assertThat(WavFile.inspect(file).frames()).isEqualTo(20_000);
    assertThat(names()).containsExactly("a.wav");
  }

  @Test
  void anInterruptedThreadLeavesNothing() throws IOException, InterruptedException {
    var file = folder.resolve("a.wav");
    var failure = new Throwable[1];
    var thread =
        new Thread(() -> {
          try (var w = WavWriter.open(file, 44100, 2, WavOptions.pcm16())) {
            w.append(SOUND);
            Thread.currentThread().interrupt();
            w.append(SOUND);
            w.finish();
          } catch (IOException e) {
            failure[0] = e;
          }
        });
    thread.start();
    thread.join();
    assertThat(failure[0]).isInstanceOf(java.nio.channels.ClosedByInterruptException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void aBadBlockLeavesNothing() throws IOException {
    var file = folder.resolve("a.wav");
    var broken = Pcm.of(44100, new float[] {0, Float.NaN}, new float[2]);
    assertThatThrownBy(() -> WavWriter.write(file, broken, WavOptions.pcm16()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("infinite or undefined");
    assertThatThrownBy(
            () -> WavWriter.write(OutputStream.nullOutputStream(), broken, WavOptions.pcm24()))
        .isInstanceOf(IllegalArgumentException.class);
    try (var w = WavWriter.open(file, 44100, 1, WavOptions.pcm16())) {
      assertThatThrownBy(() -> w.append(SOUND)).hasMessageContaining("expected 1 channels");
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void nothingFollowsTheEnd() throws IOException {
    try (var w = WavWriter.open(folder.resolve("a.wav"), 44100, 2, WavOptions.pcm16())) {
      w.finish();
      assertThatThrownBy(() -> w.append(SOUND)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(w::finish).isInstanceOf(IllegalStateException.class);
    }
    assertThat(WavFile.read(folder.resolve("a.wav")).sound().frames()).isZero();
  }

  @Test
  void aFolderThatIsMissingIsSaid() {
    assertThatThrownBy(() -> WavWriter.write(folder.resolve("no/a.wav"), SOUND, WavOptions.pcm16()))
        .isInstanceOf(java.nio.file.NoSuchFileException.class)
        .hasMessageContaining("no");
  }

  @Test
  void neitherFolderNorDeviceIsReplaced() {
    assertThatThrownBy(() -> WavWriter.write(folder, SOUND, WavOptions.pcm16()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("folder or a device");
    var device = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(device), "no /dev/full on this system");
    assertThatThrownBy(() -> WavWriter.write(device, SOUND, WavOptions.pcm16()))
        .hasMessageContaining("folder or a device");
    assertThat(device).exists();
  }

  @Test
  void writesThroughALinkAndKeepsIt() throws IOException {
    var real = Files.writeString(folder.resolve("real.wav"), "");
    var link = Files.createSymbolicLink(folder.resolve("link.wav"), real);
    WavWriter.write(link, SOUND, WavOptions.pcm16());
    assertThat(link).isSymbolicLink();
    assertThat(WavFile.inspect(real).frames()).isEqualTo(20_000);
  }

  @Test
  void twoWritersOfOneFolderDoNotMeet() throws IOException {
    try (var a = WavWriter.open(folder.resolve("a.wav"), 44100, 2, WavOptions.pcm16());
        var b = WavWriter.open(folder.resolve("b.wav"), 44100, 2, WavOptions.pcm16())) {
      a.append(SOUND);
      b.append(SOUND.slice(0, 5));
      b.finish();
      a.finish();
    }
    assertThat(WavFile.inspect(folder.resolve("a.wav")).frames()).isEqualTo(20_000);
    assertThat(WavFile.inspect(folder.resolve("b.wav")).frames()).isEqualTo(5);
    assertThat(names()).containsExactly("a.wav", "b.wav");
  }

  @Test
  void aFullDeviceIsReported() throws IOException {
    Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full on this system");
    try (var full = new FileOutputStream("/dev/full")) {
      assertThatThrownBy(() -> WavWriter.write(full, SOUND, WavOptions.pcm16()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("space");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 43, 44, 1000, 70_000})
  void aStreamThatFailsIsReported(int room) {
    var small =
        new OutputStream() {
          private int left = room;

          @Override
          public void write(int b) throws IOException {
            if (left-- == 0) {
              throw new IOException("disk full");
            }
          }
        };
    assertThatThrownBy(() -> WavWriter.write(small, SOUND, WavOptions.pcm16()))
        .hasMessage("disk full");
  }

  @Test
  void theFormatIsExtensibleOnlyWhereNeeded() throws IOException {
    assertThat(code(2, WavOptions.pcm16())).isEqualTo(1);
    assertThat(code(2, WavOptions.float32())).isEqualTo(3);
    assertThat(code(2, WavOptions.pcm24())).isEqualTo(0xFFFE);
    assertThat(code(3, WavOptions.pcm16())).isEqualTo(0xFFFE);
    assertThat(WavRoundTripTest.bytes(Pcm.silence(8000, 2, 1), WavOptions.pcm16())).hasSize(48);
  }

  private static int code(int channels, WavOptions options) throws IOException {
    var bytes = WavRoundTripTest.bytes(Pcm.silence(8000, channels, 1), options);
    return bytes[20] & 0xFF | (bytes[21] & 0xFF) << 8;
  }

  @Test
  void rejectsMoreChannelsThanItReads() {
    assertThatThrownBy(
            () -> WavWriter.open(folder.resolve("a.wav"), 8000, 1025, WavOptions.pcm16()))
        .hasMessageContaining("1025 channels");
  }
}
