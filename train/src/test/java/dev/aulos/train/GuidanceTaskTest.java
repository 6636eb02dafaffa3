package dev.aulos.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.engine.sampling.Guidance;
import dev.aulos.engine.sampling.ProjectedGuidance;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Tensor;
import dev.aulos.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuidanceTaskTest {
  private static final Backend REFERENCE = new ReferenceBackend();
  private static final FlowData DATA =
      new FlowData(Tiny.latents(), new FlowBatches.Settings(List.of(4, 7), 16, 0.3, 0.4, 5));
  private static final FlowNetworks NETWORKS = Tiny.networks();

  private static Parameters model() {
    return Parameters.initial(NETWORKS.parameters(), Initialization.stableAudio3(), 3);
  }

  /// Where an initial model's output is zero, guidance has nothing to do.
  private static Parameters awake() {
    var model = model();
    var random = FlowBatches.random(1, 1);
    model
        .values()
        .forEach((path, array) -> {
          if (!path.endsWith("inv_freq")) {
            var values = array.floats();
            for (int i = 0; i < array.size(); i++) {
              values.put(i, values.get(i) + 0.1f * (float) random.nextGaussian());
            }
          }
        });
    return model;
  }

  private static GuidanceTask task(FlowGuidance lesson, Parameters model) {
    return new GuidanceTask(REFERENCE, NETWORKS, DATA, lesson, model);
  }

  /// The engine's guidance of the model's two velocities is the target, for ten steps.
  @Test
  void tenStepsHaveTheLossOfTheEnginesGuidance() {
    var model = awake();
    for (var lesson : List.of(new FlowGuidance(3, 1), new FlowGuidance(5, 0.25))) {
      try (var task = task(lesson, model)) {
        var parameters = task.start();
        var gradients = parameters.zeros();
        var optimizer = new AdamW(AdamW.Settings.defaults(), parameters);
        for (long step = 1; step <= 10; step++) {
          double expected = loss(FlowBatches.random(5, step), lesson, model, parameters);
          var numbers = task.step(step, parameters, gradients, Cancellation.none());
          assertThat(expected).isPositive();
          assertThat(numbers.getOrDefault("loss", Double.NaN))
              .as("step %d", step)
              .isCloseTo(expected, within(2e-4 * expected));
          optimizer.step(parameters, gradients, 1, 1e-3, step);
        }
      }
    }
  }

  private static double loss(
      Random random, FlowGuidance lesson, Parameters teacher, Parameters moved) {
    var batch = DATA.batches(NETWORKS).draw(random);
    var inputs = new LinkedHashMap<>(batch.inputs());
    inputs.putAll(NETWORKS.times(batch.items(), random));
    var student = teacher.copy();
    moved.values().forEach((path, array) -> student.get(path).floats().put(array.floats()));
    var conditional = velocity(inputs, batch, teacher, true);
    var unconditional = velocity(inputs, batch, teacher, false);
    var said = velocity(inputs, batch, student, true);
    int size = said.length;
    var both = new float[2 * size];
    System.arraycopy(conditional, 0, both, 0, size);
    System.arraycopy(unconditional, 0, both, size, size);
    var valid = values(inputs, "valid");
    var frames = new int[batch.items()];
    for (int i = 0; i < valid.length; i++) {
      frames[i / batch.frames()] += (int) valid[i];
    }
    var guidance = Guidance.of((float) lesson.scale()).withApg((float) lesson.apg());
    var target = new float[size];
    var x = noised(inputs, batch);
    new ProjectedGuidance(guidance, 4, frames).combine(both, x, values(inputs, "time"), target);
    var keep = values(inputs, "keep");
    double errors = 0;
    double counted = 0;
    for (int i = 0; i < size; i++) {
      int frame = i / (4 * batch.frames()) * batch.frames() + i % batch.frames();
      double weight = valid[frame] * (1 - keep[frame]) / 4;
      errors += weight * (said[i] - target[i]) * (said[i] - target[i]);
      counted += weight;
    }
    return errors / counted;
  }

  private static float[] values(Map<String, NdArray> inputs, String name) {
    var array = inputs.get(name);
    assertThat(array).as(name).isNotNull();
    return array == null ? new float[0] : array.toFloats();
  }

  private static float[] noised(Map<String, NdArray> inputs, FlowBatches.Batch batch) {
    var data = values(inputs, "data");
    var noise = values(inputs, "noise");
    var times = values(inputs, "time");
    var x = new float[data.length];
    for (int i = 0; i < x.length; i++) {
      float t = times[i / (4 * batch.frames())];
      x[i] = data[i] * (1 - t) + noise[i] * t;
    }
    return x;
  }

  private static float[] velocity(
      Map<String, NdArray> inputs, FlowBatches.Batch batch, Parameters weights, boolean isGiven) {
    var declared = NETWORKS.inputs(batch.items(), batch.frames());
    var nothingMoves = new Trainable(path -> false);
    var condition = NETWORKS.condition(nothingMoves, declared);
    var x = Tensor.input("x", declared.data().shape());
    var output = NETWORKS.output(nothingMoves, condition, x, declared.time());
    var given = new LinkedHashMap<>(inputs);
    given.put("x", NdArray.of(noised(inputs, batch), batch.items(), 4, batch.frames()));
    if (!isGiven) {
      given.put("given", NdArray.of(new float[batch.items()], batch.items(), 1, 1));
    }
    try (var network = REFERENCE.compile(Graph.of("velocity", Map.of("v", output)), weights)) {
      given.keySet().retainAll(network.graph().inputs().keySet());
      return network.run(given, "v", Cancellation.none()).toFloats();
    }
  }

  /// Sounds held out are measured by the distance from the guided velocity too.
  @Test
  void whatIsHeldOutIsMeasuredByTheSameLoss() {
    var model = awake();
    var data = new FlowData(Tiny.latents(), Optional.of(Tiny.latents()), DATA.batches());
    try (var task = new GuidanceTask(REFERENCE, NETWORKS, data, new FlowGuidance(3, 1), model)) {
      double sum = 0;
      for (int i = 0; i < 16; i++) {
        var random = FlowBatches.random(5 ^ 0x48454C44L, i);
        sum += loss(random, new FlowGuidance(3, 1), model, task.start());
      }
      assertThat(task.heldOutLoss(task.start(), Cancellation.none()).orElseThrow())
          .isCloseTo(sum / 16, within(2e-4 * sum / 16));
    }
  }

  @Test
  void movesAndWritesTheTransformerAlone(@TempDir Path folder) throws IOException {
    var model = awake();
    try (var task = task(new FlowGuidance(3, 1), model)) {
      var moved = task.start();
      assertThat(moved.paths()).isNotEmpty().allMatch(path -> path.startsWith("model.model."));
      var first = moved.paths().iterator().next();
      moved.get(first).floats().put(0, 7);
      task.export(folder, moved);
      var written = Safetensors.open(folder.resolve("diffusion.safetensors"));
      for (var path : written.paths()) {
        var expected = moved.paths().contains(path) ? moved.get(path) : model.get(path);
        assertThat(written.get(path).toFloats()).as(path).isEqualTo(expected.toFloats());
      }
    }
  }

  @Test
  void refusesNoGuidance() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> task(new FlowGuidance(1, 1), model()))
        .withMessageContaining("guidance scale 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FlowGuidance(0.5, 1))
        .withMessageContaining("guidance scale 0.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FlowGuidance(3, 1.5))
        .withMessageContaining("apg 1.5");
  }
}
