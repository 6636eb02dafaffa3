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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every reference case of the SAME autoencoder, on every backend.
class SameCaseTest {
  private static final List<Backend> BACKENDS = List.of(new ReferenceBackend(), new OrtBackend());

  @TestFactory
  Stream<DynamicTest> computesWhatTheOfficialCodeComputes() throws IOException {
    var tests = new ArrayList<DynamicTest>();
    for (var reference : cases()) {
      for (var backend : BACKENDS) {
        var name = reference.name() + " on " + backend.name();
        tests.add(DynamicTest.dynamicTest(name, () -> passes(reference, backend)));
      }
    }
    return tests.stream();
  }

  private static void passes(ReferenceCase reference, Backend backend) throws IOException {
    var checks = SameCase.run(reference, backend);

    assertThat(checks).hasSizeGreaterThan(1).allSatisfy(c -> assertThat(c.passed()).isTrue());
  }

  @Test
  void findsTheCasesOfBothForms() throws IOException {
    assumeThat(GoldenCase.isComplete()).as("the complete reference cases are there").isTrue();

    assertThat(cases()).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void takesNoCaseOfAnotherFamily() throws IOException {
    var verifier = new Verifier(new ReferenceBackend());

    for (var reference : ReferenceCase.below(GoldenCase.root())) {
      if (!reference.kind().isEmpty() && verifier.knows(reference)) {
        assertThat(SameCase.fits(reference)).as(reference.name()).isFalse();
      }
    }
  }

  private static List<ReferenceCase> cases() throws IOException {
    var cases = new ArrayList<ReferenceCase>();
    for (var reference : ReferenceCase.below(GoldenCase.root())) {
      if (SameCase.fits(reference)) {
        cases.add(reference);
      }
    }
    return cases;
  }
}
