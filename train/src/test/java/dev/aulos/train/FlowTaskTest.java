package dev.aulos.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Scope;
import dev.aulos.models.Conditioner;
import dev.aulos.models.conditioner.BeatPhases;
import dev.aulos.models.conditioner.ExpoFourier;
import dev.aulos.models.conditioner.NumberConditioner;
import dev.aulos.models.dit.Dit;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.t5gemma.T5GemmaEncoder;
import dev.aulos.models.t5gemma.TokenTable;
import dev.aulos.onnx.OrtBackend;
import dev.aulos.train.loss.TimestepSampler;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlowTaskTest {
  private static final Backend REFERENCE = new ReferenceBackend();

  /// The networks as they are run to generate, one item at a time and without padding, give the
  /// loss that training has over a padded batch.
  @Test
  void tenStepsHaveTheLossOfTheNetworksAsTheyGenerate() {
    try (var task = Tiny.flow(REFERENCE, 0.3, 0.4)) {
      var parameters = task.start();
      var gradients = parameters.zeros();
      var optimizer = new AdamW(AdamW.Settings.defaults(), parameters);
      for (long step = 1; step <= 10; step++) {
        double expected = loss(drawnWith(5, step), parameters);
        var numbers = task.step(step, parameters, gradients, Cancellation.none());
        assertThat(numbers.getOrDefault("loss", Double.NaN))
            .as("step %d", step)
            .isCloseTo(expected, within(2e-4 * expected));
        optimizer.step(parameters, gradients, 1, 1e-2, step);
      }
    }
  }

  /// What is held out is measured by the same loss, each time with the same draws, and nothing
  /// moves.
  @Test
  void whatIsHeldOutIsMeasuredByTheSameLoss() {
    try (var task = Tiny.flow(REFERENCE, 0.3, 0.4)) {
      assertThat(task.heldOutLoss(task.start(), Cancellation.none())).isEmpty();
    }
    try (var task = Tiny.flowWithHeldOut(REFERENCE, 0.3, 0.4)) {
      var parameters = task.start();
      task.step(1, parameters, parameters.copy(), Cancellation.none());
      double sum = 0;
      for (int i = 0; i < 16; i++) {
        sum += loss(drawnWith(5 ^ 0x48454C44L, i), parameters);
      }
      var before = parameters.copy();
      for (int time = 0; time < 2; time++) {
        double measured = task.heldOutLoss(parameters, Cancellation.none()).orElseThrow();
        assertThat(measured).isCloseTo(sum / 16, within(2e-4 * sum / 16));
      }
      for (var path : before.paths()) {
        assertThat(parameters.get(path).toFloats()).isEqualTo(before.get(path).toFloats());
      }
    }
  }

  @Test
  void bothBackendsHaveTheSameGradients() {
    try (var one = Tiny.flow(REFERENCE, 0.3, 0.4);
        var other = Tiny.flow(new OrtBackend(), 0.3, 0.4)) {
      var parameters = one.start();
      var first = parameters.copy();
      var second = parameters.copy();
      one.step(3, parameters, first, Cancellation.none());
      other.step(3, parameters, second, Cancellation.none());
      for (var path : parameters.paths()) {
        if (!path.endsWith("inv_freq")) {
          var a = first.get(path).toFloats();
          var b = second.get(path).toFloats();
          for (int i = 0; i < a.length; i++) {
            assertThat(b[i]).as(path).isCloseTo(a[i], within(1e-5f + 1e-3f * Math.abs(a[i])));
          }
        }
      }
    }
  }

  @Test
  void refusesItemsLongerThanAllLengths() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LengthClasses.of(Tiny.latents(), List.of(3, 5)))
        .withMessageContaining("has 6 frames, expected at most [3, 5]");
  }

  private static Random drawnWith(long seed, long step) {
    return new Random(seed ^ (step * 0x9E3779B97F4A7C15L));
  }

  /// Draws as the task does, in its order, and computes the loss by other graphs.
  private static double loss(Random random, Parameters parameters) {
    var latents = Tiny.latents();
    var drawn = LengthClasses.of(latents, List.of(4, 7)).draw(random, 16);
    int b = drawn.items().size();
    var keeps = new float[b][];
    var given = new boolean[b];
    for (int i = 0; i < b; i++) {
      keeps[i] = keep(latents.frames(drawn.items().get(i)), random);
      given[i] = random.nextDouble() >= 0.3;
    }
    var noise = new float[b * 4 * drawn.frames()];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    var times = new TimestepSampler.LogitNormal().draw(b, random);
    double errors = 0;
    double counted = 0;
    for (int i = 0; i < b; i++) {
      int item = drawn.items().get(i);
      int own = latents.frames(item);
      var data = latents.values(item);
      var x = new float[4 * own];
      var target = new float[4 * own];
      for (int c = 0; c < 4; c++) {
        for (int t = 0; t < own; t++) {
          float n = noise[(i * 4 + c) * drawn.frames() + t];
          x[c * own + t] = data[c * own + t] * (1 - times[i]) + n * times[i];
          target[c * own + t] = n - data[c * own + t];
        }
      }
      var example = new Example(latents, item, keeps[i], given[i], times[i]);
      var output = output(example, x, parameters);
      for (int t = 0; t < own; t++) {
        double error = 0;
        for (int c = 0; c < 4; c++) {
          double d = output[c * own + t] - target[c * own + t];
          error += d * d / 4;
        }
        errors += error * (1 - keeps[i][t]);
        counted += 1 - keeps[i][t];
      }
    }
    return errors / counted;
  }

  private static float[] keep(int frames, Random random) {
    var keep = new float[frames];
    if (random.nextDouble() >= 0.4) {
      return keep;
    }
    Arrays.fill(keep, 1);
    int from = random.nextInt(frames);
    int to = random.nextBoolean() ? frames : from + 1 + random.nextInt(frames - from);
    Arrays.fill(keep, from, to, 0);
    return keep;
  }

  private record Example(Latents latents, int item, float[] keep, boolean isGiven, float time) {}

  private static float[] output(Example e, float[] x, Parameters parameters) {
    int own = e.keep.length;
    var vector = duration(e.latents.seconds(e.item), parameters);
    var cross = e.isGiven ? cross(e.latents.caption(e.item), vector, parameters) : new float[48];
    var dit = Dit.of(Scope.root().at("model", "model"), Tiny.model().dit());
    var local = NdArray.zeros(DType.F32, own, 15);
    var data = e.latents.values(e.item);
    var beats = beats(e.item, own);
    for (int t = 0; t < own; t++) {
      local.floats().put(t * 15, e.keep[t]);
      for (int c = 0; c < 4; c++) {
        local.floats().put(t * 15 + 1 + c, e.keep[t] * data[c * own + t]);
      }
      for (int c = 0; c < 10; c++) {
        local.floats().put(t * 15 + 5 + c, beats[c * own + t]);
      }
    }
    var conditions =
        Map.of(
            "cross", NdArray.of(cross, 1, 6, 8),
            "global", NdArray.of(vector, 1, 8),
            "local", local);
    try (var conditioning = REFERENCE.compile(dit.conditioningGraph(Probe.NONE), parameters);
        var network = REFERENCE.compile(dit.stepGraph(Probe.NONE), parameters)) {
      var inputs = new LinkedHashMap<>(conditioning.run(conditions));
      var rows = NdArray.zeros(DType.I64, 1, own + 2);
      for (int t = 0; t < own; t++) {
        rows.longs().put(2 + t, t + 1);
      }
      inputs.put("local_rows", rows);
      inputs.put("x", NdArray.of(x, 1, 4, own));
      inputs.put("time_features", NdArray.of(ExpoFourier.PUBLISHED.of(e.time), 1, 256));
      return network.run(inputs, "prediction", Cancellation.none()).toFloats();
    }
  }

  /// Every other caption names a tempo, and item 4 has one of its own; frames of 16 samples, a
  /// thousand samples in a second.
  private static float[] beats(int item, int frames) {
    if (item % 2 == 1) {
      return BeatPhases.of(60 + 20 * item, 0, 0.016, frames);
    }
    return item == 4 ? BeatPhases.of(104, 0, 0.016, frames) : new float[10 * frames];
  }

  private static float[] duration(double seconds, Parameters parameters) {
    var config = Tiny.model();
    var quantity = (Conditioner.Quantity) config.conditioner("seconds_total");
    var scope = Scope.root().at("conditioner", "conditioners", "seconds_total");
    var network = NumberConditioner.of(scope, quantity, 8);
    try (var executable = REFERENCE.compile(network.graph(Probe.NONE), parameters)) {
      var inputs = network.inputs(quantity.normalized(seconds));
      return executable.run(inputs, "embedding", Cancellation.none()).toFloats();
    }
  }

  /// The rows of the text's tokens alone, then padding, then the duration: (6, 8).
  private static float[] cross(String caption, float[] vector, Parameters parameters) {
    var weights = TinyText.weights();
    var encoder = T5GemmaEncoder.of(TinyText.PLACE, TinyText.config());
    var ids = TinyText.ids(caption, 5);
    var cross = new float[48];
    if (ids.length > 0) {
      try (var executable = REFERENCE.compile(encoder.graph(5, Probe.NONE), weights)) {
        var vectors = Map.of("vectors", TokenTable.of(encoder, weights).rows(ids));
        var rows = executable.run(vectors, "rows", Cancellation.none()).toFloats();
        System.arraycopy(rows, 0, cross, 0, rows.length);
      }
    }
    var padding = parameters.get("conditioner.conditioners.prompt.padding_embedding").toFloats();
    for (int i = ids.length; i < 5; i++) {
      System.arraycopy(padding, 0, cross, i * 8, 8);
    }
    System.arraycopy(vector, 0, cross, 40, 8);
    return cross;
  }
}
