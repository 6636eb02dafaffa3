package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk on which files cannot grow, as if it were full: a process of its own under `ulimit`.
class FullDiskTest {
  @TempDir Path folder;

  @Test
  void saysSoAndLeavesNothing() throws IOException, InterruptedException {
    var linux = System.getProperty("os.name").equals("Linux");
    Assumptions.assumeTrue(linux, "ulimit and the library's place are those of Linux");
    TinyModel.in(folder.resolve("home/models/tiny"));
    var output = Files.createDirectory(folder.resolve("out"));
    assertThat(run("unlimited", output.resolve("a.wav"))).isEqualTo("exit 0\n");
    Files.delete(output.resolve("a.wav"));
    var failure = run("100", output.resolve("a.wav"));
    assertThat(failure).startsWith("aulos: ").contains("exit 1").hasLineCount(2);
    assertThat(failure).doesNotContain("Exception", "\tat ", "internal error");
    assertThat(output).isEmptyDirectory();
  }

  /// Runs the program with its native library unpacked beforehand, for that is a file too.
  private String run(String blocks, Path output) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var process =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "ulimit -f " + blocks + "; \"$@\" >/dev/null; echo exit $?",
                "sh",
                java,
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-DAULOS_HOME=" + folder.resolve("home"),
                "-Donnxruntime.native.path=" + unpacked(classes),
                "-cp",
                classes,
                "dev.aulos.cli.Main",
                "generate",
                "rain",
                "-q",
                "-o",
                output.toString())
            .redirectErrorStream(true)
            .start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return text;
  }

  private Path unpacked(String classes) throws IOException {
    var place = folder.resolve("native");
    if (Files.isDirectory(place)) {
      return place;
    }
    var jar =
        Arrays.stream(classes.split(System.getProperty("path.separator")))
            .filter(entry -> entry.contains("onnxruntime") && entry.endsWith(".jar"))
            .findFirst()
            .orElseThrow();
    var platform = System.getProperty("os.arch").equals("aarch64") ? "linux-aarch64" : "linux-x64";
    try (var files = FileSystems.newFileSystem(Path.of(jar));
        var libraries =
            Files.newDirectoryStream(files.getPath("ai", "onnxruntime", "native", platform))) {
      Files.createDirectory(place);
      for (var library : libraries) {
        Files.copy(library, place.resolve(library.getFileName().toString()));
      }
    }
    return place;
  }
}
