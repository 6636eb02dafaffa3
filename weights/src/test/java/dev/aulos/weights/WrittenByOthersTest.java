package dev.aulos.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.graph.Weights;
import dev.aulos.testkit.Close;
import dev.aulos.testkit.GoldenCase;
import dev.aulos.testkit.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Small committed files that torch and NumPy themselves wrote.
class WrittenByOthersTest {
  private static final Path COMMITTED = Path.of("src/test/resources/golden");

  static List<Path> torchFiles() throws IOException {
    return files("torch-variety", ".pt", ".ckpt");
  }

  static List<Path> npzFiles() throws IOException {
    return files("numpy-variety", ".npz");
  }

  static List<Path> npyFiles() throws IOException {
    return files("numpy-variety", ".npy");
  }

  private static List<Path> files(String kind, String... suffixes) throws IOException {
    var found = new ArrayList<Path>();
    for (var golden : GoldenCase.all(COMMITTED)) {
      if (golden.kind().equals(kind)) {
        try (var files = Files.list(golden.folder())) {
          files
              .filter(f -> Stream.of(suffixes).anyMatch(f.toString()::endsWith))
              .sorted()
              .forEach(found::add);
        }
      }
    }
    return found;
  }

  private static GoldenFile expected(Path file) {
    return GoldenFile.read(file.resolveSibling("expected.safetensors"));
  }

  private static void assertHoldsExpected(Weights opened, Path file) {
    var expected = expected(file);
    assertThat(opened.paths()).containsExactlyInAnyOrderElementsOf(expected.paths());
    for (var path : expected.paths()) {
      Same.assertSame(opened, expected, path);
    }
  }

  @ParameterizedTest
  @MethodSource("torchFiles")
  void readsWhatTorchWrites(Path file) throws IOException {
    assertHoldsExpected(Checkpoint.open(file), file);
  }

  @ParameterizedTest
  @MethodSource("npzFiles")
  void readsTheArchivesNumpyWrites(Path file) throws IOException {
    assertHoldsExpected(Npz.open(file), file);
  }

  @ParameterizedTest
  @MethodSource("npyFiles")
  void readsTheVersionsNumpyWrites(Path file) throws IOException {
    var array = Npy.read(file);
    assertThat(array.bytes()).isEqualTo(expected(file).get("f8_fortran").bytes());
    assertThat(array.shape()).isEqualTo(expected(file).shape("f8_fortran"));
  }

  @Test
  void knowsWhatATrainingCheckpointHoldsBesides() throws IOException {
    var opened = Checkpoint.open(COMMITTED.resolve("torch-training/training.ckpt"));
    assertThat(opened.origin().ema()).isTrue();
    assertThat(opened.ignored())
        .contains("optimizer_states", "callbacks", "diffusion_ema.step", "losses.losses.0.weight");
  }

  @Test
  void foldsWeightNormAsTorchDoes() throws IOException {
    var golden = GoldenCase.all(COMMITTED.resolve("weight-norm")).get(0);
    double tolerance = golden.parameters().get("tol_abs").getAsDouble();
    var stored = Safetensors.open(golden.file("weights.safetensors"));
    var folded = WeightViews.foldingWeightNorm(stored);
    for (var name : List.of("conv", "transposed", "no_bias")) {
      var expected = stored.get("expected." + name);
      for (var spelling : List.of("old.", "new.")) {
        var weight = folded.get(spelling + name + ".weight");
        Close.assertClose(spelling + name, weight, expected, tolerance);
      }
    }
  }

  @Test
  void saysWhatToDoWithALegacyFile() {
    var file = COMMITTED.resolve("torch-variety/legacy.bin");
    assertThatThrownBy(() -> Checkpoint.open(file))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("save it anew");
  }
}
