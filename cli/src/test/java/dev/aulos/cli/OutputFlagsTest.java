package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OutputFlagsTest {
  private static final long SEED = 8_713_004_417L;

  @Test
  void namesThatAreMadeAreNotTaken() throws IOException {
    var output = new OutputFlags();
    var first = output.file("A name, taken", SEED, 0, 1);
    assertThat(first).isEqualTo(Path.of("a-name-taken-" + SEED + ".wav"));
    try {
      Files.createFile(first);
      var second = output.file("A name, taken", SEED, 0, 1);
      assertThat(second).isEqualTo(Path.of("a-name-taken-" + SEED + "_2.wav"));
    } finally {
      Files.deleteIfExists(first);
    }
  }

  @Test
  void namesThatAreGivenAreTakenAsTheyAre() {
    var output = new OutputFlags();
    output.output = "pom.xml"; // which is there
    assertThat(output.file("rain", SEED, 0, 1)).isEqualTo(Path.of("pom.xml"));
  }
}
