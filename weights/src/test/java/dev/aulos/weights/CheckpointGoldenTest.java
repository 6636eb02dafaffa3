package dev.aulos.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.aulos.testkit.GoldenCase;
import dev.aulos.testkit.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointGoldenTest {
  private static final Path COMMITTED = Path.of("src/test/resources/golden");

  static List<GoldenCase> casesInTwoFormats() {
    return cases().stream()
        .filter(c -> Files.exists(c.file("model.ckpt")))
        .filter(c -> Files.exists(c.file("model.safetensors")))
        .toList();
  }

  static List<GoldenCase> diffusersCases() {
    return cases().stream().filter(c -> c.kind().equals("dit-v-diffusers-layout")).toList();
  }

  /// Those of `golden.dir`, if it is there, and the committed subset.
  private static List<GoldenCase> cases() {
    var cases = new ArrayList<>(GoldenCase.all(COMMITTED));
    if (GoldenCase.isComplete()) {
      cases.addAll(GoldenCase.all(GoldenCase.root()));
    }
    return cases;
  }

  @Test
  void theWholeSetIsThere() {
    assumeThat(GoldenCase.isComplete()).as("golden.dir").isTrue();
    assertThat(casesInTwoFormats()).anyMatch(c -> !c.folder().startsWith(COMMITTED));
    assertThat(diffusersCases()).anyMatch(c -> !c.folder().startsWith(COMMITTED));
  }

  @ParameterizedTest
  @MethodSource("casesInTwoFormats")
  void torchAndSafetensorsHoldTheSameBits(GoldenCase golden) throws IOException {
    var torch = Checkpoint.open(golden.file("model.ckpt"));
    var safetensors = Checkpoint.open(golden.file("model.safetensors"));
    var plain = golden.tensors("model.safetensors");

    assertThat(torch.origin().kind()).isEqualTo(Checkpoint.Kind.TORCH);
    assertThat(safetensors.origin().kind()).isEqualTo(Checkpoint.Kind.SAFETENSORS);
    assertThat(torch.paths()).containsExactlyInAnyOrderElementsOf(plain.paths());
    assertThat(safetensors.paths()).containsExactlyInAnyOrderElementsOf(plain.paths());
    for (var path : plain.paths()) {
      Same.assertSame(torch, plain, path);
      Same.assertSame(safetensors, plain, path);
      assertRegionHolds(torch, path);
      assertRegionHolds(safetensors, path);
    }
  }

  private static void assertRegionHolds(Checkpoint checkpoint, String path) throws IOException {
    var region = checkpoint.region(path);
    assertThat(region).as(path).isPresent();
    var bytes = FileBytes.map(region.get().file(), region.get().offset(), region.get().length());
    assertThat(bytes.equals(checkpoint.get(path).bytes())).as(path).isTrue();
  }

  @ParameterizedTest
  @MethodSource("diffusersCases")
  void theDiffusersLayoutHoldsTheSameBits(GoldenCase golden) throws IOException {
    var source =
        golden.folder().resolveSibling(golden.parameters().get("source_case").getAsString());
    assertSameTensors(golden.folder(), GoldenFile.read(source.resolve("model.safetensors")));
  }

  private static void assertSameTensors(Path folder, GoldenFile expected) throws IOException {
    var diffusers = Checkpoint.open(folder);
    assertThat(diffusers.origin().kind()).isEqualTo(Checkpoint.Kind.DIFFUSERS_FOLDER);
    assertThat(diffusers.ignored()).isEmpty();
    var wanted = expected.paths().stream().filter(p -> !p.endsWith(".inv_freq")).toList();
    assertThat(diffusers.paths()).containsExactlyInAnyOrderElementsOf(wanted);
    for (var path : wanted) {
      Same.assertSame(diffusers, expected, path);
    }
  }

  @ParameterizedTest
  @MethodSource("everyModel")
  void everyModelOfTheSetOpens(Path file) throws IOException {
    var plain = GoldenFile.read(file);
    var opened = Safetensors.open(file);
    assertThat(opened.paths()).containsExactlyInAnyOrderElementsOf(plain.paths());
    for (var path : plain.paths()) {
      Same.assertSame(opened, plain, path);
    }
  }

  static List<Path> everyModel() throws IOException {
    try (var files = Files.walk(GoldenCase.root())) {
      return files.filter(f -> f.toString().endsWith(".safetensors")).sorted().toList();
    }
  }
}
