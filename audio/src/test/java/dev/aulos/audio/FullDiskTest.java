package dev.aulos.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file that cannot grow beyond a limit, as on a full disk: a process of its own under `ulimit`.
final class FullDiskTest {
  @TempDir Path folder;

  /// Writes five seconds of sound to the path given; prints what fails.
  static final class Writing {
    public static void main(String[] args) {
      try {
        WavWriter.write(Path.of(args[0]), Pcm.silence(44100, 2, 220_500), WavOptions.pcm16());
        System.out.println("written");
      } catch (IOException e) {
        System.out.println("failed: " + e.getMessage());
      }
    }
  }

  @Test
  void leavesWhatWasThereAndNothingElse() throws IOException, InterruptedException {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no /bin/sh on this system");
    var file = Files.writeString(folder.resolve("a.wav"), "before");
    assertThat(write(file, "unlimited")).isEqualTo("written");
    Files.writeString(file, "before");
    assertThat(write(file, "200")).startsWith("failed: ");
    assertThat(Files.readString(file)).isEqualTo("before");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  private static String write(Path file, String blocks) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var process =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "ulimit -f " + blocks + "; exec \"$@\"",
                "sh",
                java.toString(),
                "-XX:-UsePerfData",
                "-cp",
                classes,
                Writing.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.strip();
  }
}
