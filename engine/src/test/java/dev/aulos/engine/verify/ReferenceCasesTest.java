package dev.aulos.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.aulos.graph.Backend;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.onnx.OrtBackend;
import dev.aulos.testkit.GoldenCase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every reference case found, on every backend.
class ReferenceCasesTest {
  private static final List<Backend> BACKENDS = List.of(new ReferenceBackend(), new OrtBackend());

  @TestFactory
  Stream<DynamicTest> computesWhatTheOfficialCodeComputes() throws IOException {
    var tests = new ArrayList<DynamicTest>();
    for (var reference : ReferenceCase.below(GoldenCase.root())) {
      for (var backend : BACKENDS) {
        var verifier = new Verifier(backend);
        if (verifier.knows(reference)) {
          var name = reference.name() + " on " + backend.name();
          tests.add(DynamicTest.dynamicTest(name, () -> passes(verifier, reference)));
        }
      }
    }
    assertThat(tests).isNotEmpty();
    return tests.stream();
  }

  private static void passes(Verifier verifier, ReferenceCase reference) throws IOException {
    var checks = verifier.run(reference);
    assertThat(checks).isNotEmpty().allSatisfy(check -> assertThat(check.passed()).isTrue());
  }

  @Test
  void hasTheWholeSetOfCases() throws IOException {
    assumeThat(GoldenCase.isComplete()).as("the complete reference cases are there").isTrue();
    var verifier = new Verifier(new ReferenceBackend());
    var families = new TreeSet<String>();
    ReferenceCase.below(GoldenCase.root()).forEach(c -> families.add(verifier.about(c)));
    assertThat(families)
        .contains(
            "oobleck-autoencoder",
            "dit-rf",
            "dit-v",
            "dit-v-diffusers-layout",
            "samplers-v",
            "t5-encoder",
            "t5-tokenizer",
            "torch-rng",
            "e2e-rf",
            "t5gemma",
            "conditioners",
            "transformer",
            "same",
            "schedules",
            "generation",
            "adapters");
  }
}
