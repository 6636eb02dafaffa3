package dev.aulos.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
  @TempDir Path folder;

  @Test
  void hashesAsTheStandardDoes() throws IOException {
    var file = Files.writeString(folder.resolve("x"), "abc");
    assertThat(Fingerprint.sha256(file, n -> {}))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    // of "3\nabc"
    assertThat(Fingerprint.quick(file))
        .isEqualTo("quick1:b00c078ef550998002854805b6d1fac35a8601ebe3d9a9b32bf6f6157038e1b9");
  }

  @Test
  void tellsItsProgress() throws IOException {
    var file = Files.write(folder.resolve("x"), new byte[3_000_000]);
    var progress = new ArrayList<Long>();
    Fingerprint.sha256(file, progress::add);
    assertThat(progress).isSorted().endsWith(3_000_000L).hasSizeGreaterThan(1);
  }

  @Test
  void quickSeesTheLengthTheHeaderAndTheSamples() throws IOException {
    var bytes = new byte[10_000_000];
    new Random(1).nextBytes(bytes);
    var file = folder.resolve("x");
    var first = quick(file, bytes);
    assertThat(quick(file, bytes)).isEqualTo(first);
    for (int at : new int[] {0, 65535, bytes.length - 1, (bytes.length - 65536) / 65 + 5}) {
      bytes[at]++;
      assertThat(quick(file, bytes)).as("changed at " + at).isNotEqualTo(first);
      bytes[at]--;
    }
    assertThat(quick(file, java.util.Arrays.copyOf(bytes, bytes.length + 1))).isNotEqualTo(first);
  }

  private static String quick(Path file, byte[] bytes) throws IOException {
    return Fingerprint.quick(Files.write(file, bytes));
  }
}
