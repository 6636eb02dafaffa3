package dev.aulos.train.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.engine.files.ModelFiles;
import dev.aulos.graph.Cancellation;
import dev.aulos.train.AdamW;
import dev.aulos.train.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullTuningTaskTest {
  @TempDir private Path place;
  @TempDir private Path folder;
  private TinyBase tiny;

  @BeforeEach
  void write() throws IOException {
    tiny = TinyBase.in(place);
  }

  @Test
  void movesTheTransformerAndTheConditionersAlone() {
    try (var task = tiny.full()) {
      assertThat(task.start().paths())
          .contains(
              "model.model.transformer.layers.0.self_attn.to_qkv.weight",
              "conditioner.conditioners.prompt.padding_embedding",
              "conditioner.conditioners.seconds_total.embedder.embedding.1.weight")
          .noneMatch(path ->
              path.startsWith("text") || path.startsWith("pretransform") || path.endsWith("freq"));
    }
  }

  @Test
  void writesAModelThatOpensWithTheTunedWeightsAndAllOthersAsTheyWere() throws IOException {
    try (var task = tiny.full()) {
      var tuned = task.start();
      var gradients = tuned.copy();
      double before = loss(task, tuned, gradients);
      var optimizer = new AdamW(AdamW.Settings.defaults(), tuned);
      for (int step = 1; step <= 4; step++) {
        optimizer.step(tuned, gradients, 1, 0.001, step);
        loss(task, tuned, gradients);
      }
      assertThat(loss(task, tuned, gradients)).isLessThan(0.98 * before);
      task.export(folder, tuned);
      Files.copy(place.resolve("model_config.json"), folder.resolve("model_config.json"));
      var opened = ModelFiles.open(folder).weights();
      var base = tiny.files().weights();
      assertThat(opened.paths()).containsExactlyInAnyOrderElementsOf(base.paths());
      for (var path : base.paths()) {
        var expected = tuned.paths().contains(path) ? tuned.get(path) : base.get(path);
        assertThat(opened.type(path)).isEqualTo(expected.type());
        assertThat(opened.get(path).bytes()).as(path).isEqualTo(expected.bytes());
      }
    }
  }

  /// What is held out, here the same sounds, is measured with the weights it is asked about, which
  /// the next step does not remember.
  @Test
  void heldOutSoundsAreMeasuredWithTheTunedWeights() {
    try (var task = tiny.full();
        var other = tiny.full()) {
      var tuned = task.start();
      var gradients = tuned.copy();
      double before = task.heldOutLoss(tuned, Cancellation.none()).orElseThrow();
      var optimizer = new AdamW(AdamW.Settings.defaults(), tuned);
      for (int step = 1; step <= 4; step++) {
        loss(task, tuned, gradients);
        optimizer.step(tuned, gradients, 1, 0.001, step);
      }
      double after = task.heldOutLoss(tuned, Cancellation.none()).orElseThrow();
      assertThat(after).isLessThan(before);
      assertThat(task.heldOutLoss(task.start(), Cancellation.none())).hasValue(before);
      assertThat(loss(task, tuned, gradients)).isEqualTo(loss(other, tuned, tuned.copy()));
    }
  }

  private static double loss(FullTuningTask task, Parameters parameters, Parameters gradients) {
    var numbers = task.step(1, parameters, gradients, Cancellation.none());
    return Objects.requireNonNull(numbers.get("loss"));
  }
}
