package dev.aulos.train.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.graph.Backend;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.onnx.OrtBackend;
import dev.aulos.testkit.GoldenCase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Values and gradients of every reference case of kind `losses`, on both backends.
class LossesGoldenTest {
  private static final List<Backend> BACKENDS = List.of(new ReferenceBackend(), new OrtBackend());

  @TestFactory
  Stream<DynamicTest> computesWhatTheOfficialCodeComputes() {
    var tests = new ArrayList<DynamicTest>();
    for (var reference : GoldenCase.ofKind("losses")) {
      for (var backend : BACKENDS) {
        var name = reference.name() + " on " + backend.name();
        tests.add(DynamicTest.dynamicTest(name, () -> agrees(reference, backend)));
      }
    }
    assertThat(tests).isNotEmpty();
    return tests.stream();
  }

  private static void agrees(GoldenCase reference, Backend backend) {
    var losses = LossesCase.of(reference);
    var tensors = reference.json().getAsJsonObject("tensors");
    var expected = new ArrayList<>(tensors.keySet());
    expected.removeIf(
        n -> !tensors.getAsJsonObject(n).get("role").getAsString().equals("expected"));
    try (var executable = backend.compile(losses.graph(), losses.parameters())) {
      var got = executable.run(losses.given());
      assertThat(got.keySet()).containsAll(expected);
      assertThat(expected)
          .allSatisfy(name ->
              assertThat(losses.share(name, got.get(name)))
                  .as("the difference of %s as a share of the tolerance", name)
                  .isLessThanOrEqualTo(1));
    }
  }
}
