package dev.aulos.train.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.engine.adapters.Adapter;
import dev.aulos.engine.adapters.AdapterLayer;
import dev.aulos.engine.adapters.AdapterStack;
import dev.aulos.engine.adapters.FittedAdapter;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.Weights;
import dev.aulos.train.AdamW;
import dev.aulos.train.LearningRate;
import dev.aulos.train.Parameters;
import dev.aulos.train.Stepped;
import dev.aulos.train.TrainingRun;
import dev.aulos.train.TrainingTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdapterTaskTest {
  /// The conditioner, a convolution and two linear layers.
  private static final List<String> SOME = List.of("seconds_total", "preprocess_conv", "self_attn");

  private static TinyBase tiny;
  @TempDir private Path folder;

  @BeforeAll
  static void write(@TempDir Path place) throws IOException {
    tiny = TinyBase.in(place);
  }

  private static Adaptation adaptation(AdapterForm form) {
    return Adaptation.of(form, 3).withAlpha(5).withModules(SOME, List.of());
  }

  /// As if training had gone on for a while.
  private static Parameters moved(TrainingTask task) {
    var parameters = task.start();
    var random = new Random(5);
    for (var path : parameters.paths()) {
      var values = parameters.get(path);
      for (int i = 0; i < values.size(); i++) {
        values.floats().put(i, values.floats().get(i) + 0.1f * (float) random.nextGaussian());
      }
    }
    return parameters;
  }

  private static double loss(TrainingTask task, Parameters parameters) {
    return loss(task, parameters, parameters.copy());
  }

  private static double loss(TrainingTask task, Parameters parameters, Parameters gradients) {
    var numbers = task.step(1, parameters, gradients, Cancellation.none());
    return Objects.requireNonNull(numbers.get("loss"));
  }

  private Weights opened() throws IOException {
    var base = tiny.files().weights();
    var fitted = FittedAdapter.of(Adapter.read(folder.resolve(AdapterTask.FILE)), base);
    return AdapterStack.of(base, List.of(AdapterLayer.of(fitted, 1))).at(0.5);
  }

  private static String path(String module) {
    return (module.startsWith("conditioners") ? "conditioner." : "model.") + module + ".weight";
  }

  @Test
  void adaptsEveryLinearAndConvolutionalLayer() {
    try (var task = tiny.adapter(Adaptation.published())) {
      assertThat(task.modules())
          .contains(
              "model.preprocess_conv",
              "model.transformer.layers.0.self_attn.to_qkv",
              "conditioners.seconds_total.embedder.embedding.1")
          .noneMatch(module -> module.contains("norm") || module.startsWith("text"));
    }
  }

  @Test
  void leavesAloneWhatFiltersSay() {
    var some = Adaptation.published().withModules(List.of("layers.[0-3]"), List.of("to_out"));
    try (var task = tiny.adapter(some)) {
      assertThat(task.modules())
          .isNotEmpty()
          .allMatch(module -> module.contains("layers.0") && !module.contains("to_out"));
    }
  }

  @Test
  void refusesFiltersThatLeaveNothing() {
    var none = Adaptation.published().withModules(List.of("layers.7"), List.of());
    assertThatThrownBy(() -> tiny.adapter(none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("include [layers.7]")
        .hasMessageContaining("adapts no module");
  }

  @ParameterizedTest
  @EnumSource
  void startsAsTheBase(AdapterForm form) {
    try (var task = tiny.adapter(adaptation(form));
        var base = tiny.full()) {
      assertThat(loss(task, task.start())).isCloseTo(loss(base, base.start()), Offset.offset(1e-5));
    }
  }

  @ParameterizedTest
  @EnumSource
  void lossFallsAlongTheGradientAsFiniteDifferencesSay(AdapterForm form) {
    try (var task = tiny.adapter(adaptation(form))) {
      var parameters = moved(task);
      var gradients = parameters.copy();
      loss(task, parameters, gradients);
      double norm = AdamW.norm(gradients);
      double above = loss(task, Stepped.along(parameters, gradients, 0.01 / norm));
      double below = loss(task, Stepped.along(parameters, gradients, -0.01 / norm));
      assertThat((above - below) / 0.02).isCloseTo(norm, Offset.offset(0.01 * norm + 1e-4));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theEngineOpensTheWeightsThatTrainingHad(AdapterForm form) throws IOException {
    try (var task = tiny.adapter(adaptation(form).withStored(DType.F32))) {
      var parameters = moved(task);
      loss(task, parameters);
      task.export(folder, parameters);
      var opened = opened();
      for (var module : task.modules()) {
        var path = path(module);
        assertThat(opened.get(path).toFloats())
            .as(path)
            .containsExactly(task.weight(path).toFloats(), Offset.offset(2e-6f));
      }
    }
  }

  @Test
  void storedAsHalvesTheWeightsDifferByRoundingAlone() throws IOException {
    try (var task = tiny.adapter(adaptation(AdapterForm.BORA))) {
      var parameters = moved(task);
      loss(task, parameters);
      task.export(folder, parameters);
      var opened = opened();
      for (var module : task.modules()) {
        assertThat(opened.get(path(module)).toFloats())
            .containsExactly(task.weight(path(module)).toFloats(), Offset.offset(4e-3f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LORA", "DORA_ROWS", "BORA_XS"})
  void aFewStepsLowerTheLossOfABatch(AdapterForm form) {
    try (var task = tiny.adapter(adaptation(form))) {
      var parameters = task.start();
      var gradients = parameters.copy();
      var optimizer = new AdamW(AdamW.Settings.defaults(), parameters);
      double before = loss(task, parameters, gradients);
      for (int step = 1; step <= 6; step++) {
        optimizer.step(parameters, gradients, 1, 0.01, step);
        loss(task, parameters, gradients);
      }
      assertThat(loss(task, parameters)).isLessThan(0.95 * before);
    }
  }

  @Test
  void aResumedRunEqualsAnUninterruptedOneToTheBit() throws IOException {
    train(folder.resolve("whole"), 4);
    train(folder.resolve("parts"), 2);
    train(folder.resolve("parts"), 4);
    assertThat(folder.resolve("parts/export/" + AdapterTask.FILE))
        .hasSameBinaryContentAs(folder.resolve("whole/export/" + AdapterTask.FILE));
    assertThat(folder.resolve("parts/state.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("whole/state.safetensors"));
  }

  private static void train(Path place, long steps) throws IOException {
    var recipe = TuningRecipe.run(steps, TuningRecipe.RATE, 2);
    var settings =
        new TrainingRun.Settings(
            steps,
            new LearningRate(0.01, 0, new LearningRate.Decline.Constant()),
            recipe.optimizer(),
            recipe.clip(),
            recipe.averageDecay(),
            recipe.checkpointEvery());
    try (var task = tiny.adapter(adaptation(AdapterForm.DORA_ROWS))) {
      TrainingRun.open(place, task, settings).train(step -> {}, Cancellation.none());
    }
  }
}
