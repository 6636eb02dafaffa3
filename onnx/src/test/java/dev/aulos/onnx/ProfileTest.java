package dev.aulos.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.graph.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {
  @TempDir Path folder;

  @Test
  void saysWhereTheTimeWent() {
    var w = Scope.root().at("layers", 3, "self_attn");
    var y = Sample.input("x", "n", 64).matmulTransposed(w.param("weight", 64, 64)).sin();
    var weights = StoredWeights.of(Map.of("layers.3.self_attn.weight", Sample.normal(1, 64, 64)));
    var backend = new OrtBackend(OrtOptions.defaults().withProfileFolder(folder));
    try (var executable = backend.compile(Sample.graph(y), weights)) {
      executable.run(Map.of("x", Sample.normal(2, 512, 64)));
      executable.run(Map.of("x", Sample.normal(2, 512, 64)));
      var profile = executable.profile();
      assertThat(profile.entries())
          .extracting(Profile.Entry::op)
          .containsExactly("FusedMatMul", "Sin", "FusedMatMul", "Sin");
      assertThat(profile.byOp().keySet()).containsExactlyInAnyOrder("FusedMatMul", "Sin");
      assertThat(profile.byPath()).containsOnlyKeys("layers.3.self_attn");
      assertThat(profile.micros()).isPositive();
      assertThat(profile.byPath().get("layers.3.self_attn")).isEqualTo(profile.micros());
    }
  }

  @Test
  void sumsAndSorts() {
    var profile =
        new Profile(
            List.of(
                new Profile.Entry("a/Sin", "Sin", 5),
                new Profile.Entry("b/MatMul", "MatMul", 30),
                new Profile.Entry("a/Sin_2", "Sin", 7),
                new Profile.Entry("reorder", "ReorderInput", 1)));
    assertThat(profile.micros()).isEqualTo(43);
    assertThat(profile.byOp().entrySet())
        .containsExactly(
            Map.entry("MatMul", 30L), Map.entry("Sin", 12L), Map.entry("ReorderInput", 1L));
    assertThat(profile.byPath().entrySet())
        .containsExactly(Map.entry("b", 30L), Map.entry("a", 12L), Map.entry("", 1L));
  }

  @Test
  void isRefusedWhereNoneIsKept() {
    var graph = Sample.graph(Sample.input("x", 3).sin());
    try (var executable = new OrtBackend().compile(graph, StoredWeights.of(Map.of()))) {
      assertThatThrownBy(executable::profile)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("sample keeps no profile; compile it with OrtOptions.withProfileFolder");
    }
  }
}
