package dev.aulos.nano;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NanoTest {
  @TempDir Path cache;

  @Test
  void theStoredVersionIsThatOfTheFiles() throws IOException {
    assertThat(Nano.folder(cache).getFileName().toString())
        .isEqualTo("nano-" + Nano.computedVersion());
  }
}
