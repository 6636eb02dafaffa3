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

/// Every reference case of T5Gemma encoder found, on every backend.
class GemmaCaseTest {
  private static final List<Backend> BACKENDS = List.of(new ReferenceBackend(), new OrtBackend());

  private static List<ReferenceCase> cases() throws IOException {
    return ReferenceCase.below(GoldenCase.root()).stream().filter(GemmaCase::fits).toList();
  }

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
    assertThat(GemmaCase.run(reference, backend))
        .isNotEmpty()
        .allSatisfy(check -> assertThat(check.passed()).isTrue());
  }

  @Test
  void findsCases() throws IOException {
    assumeThat(GoldenCase.isComplete()).as("the complete reference cases are there").isTrue();
    assertThat(cases()).isNotEmpty();
  }
}
