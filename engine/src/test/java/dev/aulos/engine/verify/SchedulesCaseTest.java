package dev.aulos.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.graph.Backend;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.onnx.OrtBackend;
import dev.aulos.testkit.GoldenCase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SchedulesCaseTest {
  private static final List<Backend> BACKENDS = List.of(new ReferenceBackend(), new OrtBackend());

  @TestFactory
  Stream<DynamicTest> computesWhatTheOfficialCodeComputes() throws IOException {
    Assumptions.assumeTrue(GoldenCase.isComplete(), "the complete reference cases are there");
    var tests = new ArrayList<DynamicTest>();
    for (var reference : ReferenceCase.below(GoldenCase.root())) {
      if (SchedulesCase.fits(reference)) {
        for (var backend : BACKENDS) {
          var name = reference.name() + " on " + backend.name();
          tests.add(
              DynamicTest.dynamicTest(name, () -> passes(SchedulesCase.run(reference, backend))));
        }
      }
    }
    assertThat(tests).isNotEmpty();
    return tests.stream();
  }

  private static void passes(List<Check> checks) {
    assertThat(checks).isNotEmpty().allSatisfy(check -> assertThat(check.passed()).isTrue());
  }
}
