package dev.aulos.train.arc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.engine.sampling.Guidance;
import dev.aulos.engine.sampling.ProjectedGuidance;
import dev.aulos.engine.sampling.Schedule;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.models.Objective;
import dev.aulos.train.AdamW;
import dev.aulos.train.FlowBatches;
import dev.aulos.train.FlowGuidance;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.Parameters;
import dev.aulos.train.Trainable;
import dev.aulos.train.TrainingRun;
import dev.aulos.train.arc.ArcNetworks.Side;
import dev.aulos.weights.Safetensors;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTaskTest {
  private static final long SEED = 11; // of which not every first state is the last before the end
  static final int SOLVER_STEPS = 4;
  private static final int REFRESH = 3;
  private static final double SCALE = 3;
  private static final double APG = 0.75;

  /// The guidance of [#states].
  static final FlowGuidance GUIDANCE = new FlowGuidance(SCALE, APG);

  private static WarmUpTask.Settings settings(double scale) {
    return new WarmUpTask.Settings(new FlowGuidance(scale, APG), SOLVER_STEPS, REFRESH);
  }

  private static WarmUpTask task(double scale) {
    var networks = TinyFlow.networks();
    return new WarmUpTask(
        new ReferenceBackend(),
        networks,
        TinyFlow.data(SEED),
        settings(scale),
        TinyFlow.weights(networks));
  }

  private static float[] values(Map<String, NdArray> inputs, String name) {
    return WeightViews.of(inputs).get(name).toFloats();
  }

  /// What the transformer says of states of a batch.
  private static float[] velocity(
      FlowBatches.Batch batch, Weights weights, float[] x, float[] times, boolean isTold) {
    var networks = TinyFlow.networks();
    var rests = new Trainable(path -> false);
    var symbols = networks.inputs(batch.items(), batch.frames());
    var condition = networks.condition(rests, symbols);
    var state = Tensor.input("x", symbols.data().shape());
    var told = isTold ? condition : condition.withheld();
    var output = networks.output(rests, told, state, symbols.time());
    var graph = Graph.of("velocity", Map.of("v", output));
    var given = new LinkedHashMap<>(batch.inputs());
    given.put("x", NdArray.of(x, batch.items(), TinyFlow.CHANNELS, batch.frames()));
    given.putAll(networks.times("time", times));
    given.keySet().retainAll(graph.inputs().keySet());
    try (var network = new ReferenceBackend().compile(graph, weights)) {
      return network.run(given, "v", Cancellation.none()).toFloats();
    }
  }

  private static float[] guided(FlowBatches.Batch batch, float[] x, float time) {
    var model = TinyFlow.weights(TinyFlow.networks());
    var times = new float[batch.items()];
    Arrays.fill(times, time);
    var told = velocity(batch, model, x, times, true);
    var untold = velocity(batch, model, x, times, false);
    var both = Arrays.copyOf(told, 2 * told.length);
    System.arraycopy(untold, 0, both, told.length, told.length);
    var frames = new int[batch.items()];
    var valid = values(batch.inputs(), "valid");
    for (int i = 0; i < valid.length; i++) {
      frames[i / batch.frames()] += (int) valid[i];
    }
    var guidance = Guidance.of((float) SCALE).withApg((float) APG);
    var out = new float[told.length];
    new ProjectedGuidance(guidance, TinyFlow.CHANNELS, frames).combine(both, x, times, out);
    return out;
  }

  private static double lambda(double level) {
    return Math.log((1 - level) / level);
  }

  /// DPM-Solver++(2M) once more, in the coefficients of its paper: states[i] is the one at level i,
  /// the last one the end.
  static float[][] states(FlowBatches.Batch batch) {
    var levels = Schedule.flow(SOLVER_STEPS, 1).levels(); // to the last bit, as features need them
    var states = new float[SOLVER_STEPS + 1][];
    states[0] = values(batch.inputs(), "noise");
    var before = new double[states[0].length];
    for (int step = 0; step < SOLVER_STEPS; step++) {
      double t = levels[step];
      double next = levels[step + 1];
      var x = states[step];
      var velocity = guided(batch, x, (float) t);
      states[step + 1] = new float[x.length];
      for (int i = 0; i < x.length; i++) {
        double data = x[i] - t * velocity[i];
        double used = data;
        if (step > 1 && next > 0) {
          double h = lambda(next) - lambda(t);
          double ratio = (lambda(t) - lambda(levels[step - 1])) / h;
          used = (1 + 1 / (2 * ratio)) * data - 1 / (2 * ratio) * before[i];
        }
        states[step + 1][i] = (float) (next / t * x[i] + (1 - next / t) * used);
        before[i] = data;
      }
    }
    return states;
  }

  /// The mean squared error of one step from the states shown, in plain Java.
  private static double loss(
      FlowBatches.Batch batch, Map<String, NdArray> inputs, float[] end, Weights student) {
    var x = values(inputs, "state");
    var times = values(inputs, "time");
    var said = velocity(batch, student, x, times, true);
    var valid = values(inputs, "valid");
    var keep = values(inputs, "keep");
    int frames = batch.frames();
    double errors = 0;
    double counted = 0;
    for (int i = 0; i < x.length; i++) {
      int item = i / (TinyFlow.CHANNELS * frames);
      int frame = item * frames + i % frames;
      double made = valid[frame] * (1 - keep[frame]) / TinyFlow.CHANNELS;
      double error = x[i] - times[item] * said[i] - end[i];
      errors += made * error * error;
      counted += made;
    }
    return errors / counted;
  }

  @Test
  void tenStepsHaveTheLossOfTheSolversEndsAndOfTheEnginesGuidance() {
    var model = TinyFlow.weights(TinyFlow.networks());
    try (var task = task(SCALE)) {
      var parameters = task.start();
      var gradients = parameters.copy();
      var optimizer = new AdamW(AdamW.Settings.defaults(), parameters);
      for (long step = 1; step <= 10; step++) {
        var way = task.ways((step - 1) / REFRESH, Cancellation.none());
        var states = states(way.batch());
        for (int i = 0; i < SOLVER_STEPS; i++) {
          assertClose(way.batch(), way.states().get(i), states[i]);
        }
        var end = states[SOLVER_STEPS];
        assertClose(way.batch(), way.end(), end);
        var numbers = task.step(step, parameters, gradients, Cancellation.none());
        var random = FlowBatches.random(SEED ^ 0x5DEECE66DL, step);
        var inputs = task.inputs(way, random);
        var student = WeightViews.overriding(model, parameters);
        double expected = loss(way.batch(), inputs, end, student);
        assertThat(numbers.getOrDefault("loss", Double.NaN))
            .as("step %d", step)
            .isCloseTo(expected, within(1e-3 * expected));
        optimizer.step(parameters, gradients, 1, 1e-3, step);
      }
    }
  }

  /// What padding holds is nobody's concern.
  private static void assertClose(FlowBatches.Batch batch, float[] found, float[] expected) {
    var valid = values(batch.inputs(), "valid");
    int frames = batch.frames();
    for (int i = 0; i < expected.length; i++) {
      int item = i / (TinyFlow.CHANNELS * frames);
      if (valid[item * frames + i % frames] == 1) {
        assertThat(found[i]).as("value %d", i).isCloseTo(expected[i], within(1e-3f));
      }
    }
  }

  @Test
  void withoutGuidanceTheModelIsAskedOnce() {
    try (var task = task(1)) {
      var way = task.ways(0, Cancellation.none());
      var x = way.states().get(0);
      var times = new float[way.batch().items()];
      Arrays.fill(times, 1);
      var model = TinyFlow.weights(TinyFlow.networks());
      var velocity = velocity(way.batch(), model, x, times, true);
      double next = way.levels().get(1);
      for (int i = 0; i < x.length; i++) {
        double data = x[i] - velocity[i];
        assertThat(way.states().get(1)[i])
            .isCloseTo((float) (next * x[i] + (1 - next) * data), within(1e-4f));
      }
    }
  }

  @Test
  void looksAtTheSameWaysForAsManyStepsAsToldAndAtAllTheirStates() {
    try (var task = task(1)) {
      var levels = List.of(1f, 0.98201376f, 0.880797f, 0.5f); // log-SNR −4, −2, 0 after noise
      var first = task.ways(0, Cancellation.none());
      assertThat(task.ways(0, Cancellation.none())).isSameAs(first);
      var next = task.ways(1, Cancellation.none());
      assertThat(next.end()).isNotEqualTo(first.end());
      assertThat(task.ways(0, Cancellation.none()).end()).isEqualTo(first.end());
      var seen = new TreeSet<Float>();
      for (long step = 1; step <= 40; step++) {
        for (float time : values(task.inputs(next, FlowBatches.random(SEED, step)), "time")) {
          seen.add(time);
        }
      }
      assertThat(next.levels()).isEqualTo(levels);
      assertThat(seen).containsExactlyElementsOf(levels.reversed());
    }
  }

  @Test
  void goesDownAlongItsGradient() {
    try (var task = task(1)) {
      var parameters = task.start();
      var gradients = parameters.copy();
      double before = loss(task, parameters, gradients);
      double squares = 0;
      for (var array : gradients.values().values()) {
        for (float g : array.toFloats()) {
          squares += (double) g * g;
        }
      }
      double wanted = before * 1e-3;
      double rate = wanted / squares;
      parameters
          .values()
          .forEach((path, array) -> {
            var values = array.toFloats();
            var slopes = gradients.get(path).toFloats();
            for (int i = 0; i < values.length; i++) {
              values[i] -= (float) (rate * slopes[i]);
            }
            array.floats().put(values);
          });
      double after = loss(task, parameters, gradients);
      assertThat(before - after).isCloseTo(wanted, within(wanted * 0.1));
    }
  }

  private static double loss(WarmUpTask task, Parameters parameters, Parameters gradients) {
    return task.step(1, parameters, gradients, Cancellation.none()).getOrDefault("loss", -1.0);
  }

  @Test
  void goesOnAsIfItHadNeverStopped(@TempDir Path whole, @TempDir Path parts) throws IOException {
    for (long steps : new long[] {2, 4}) {
      try (var task = task(1)) {
        TrainingRun.open(parts, task, TinyFlow.run(steps)).train(step -> {}, Cancellation.none());
      }
    }
    try (var task = task(1)) {
      TrainingRun.open(whole, task, TinyFlow.run(4)).train(step -> {}, Cancellation.none());
    }
    var state = "state.safetensors";
    assertThat(Files.mismatch(whole.resolve(state), parts.resolve(state))).isEqualTo(-1);
  }

  @Test
  void movesTheTransformerAloneFromWhichTheGeneratorThenStarts(@TempDir Path folder)
      throws IOException {
    var networks = TinyFlow.networks();
    var model = TinyFlow.weights(networks);
    try (var task = task(1)) {
      TrainingRun.open(folder, task, TinyFlow.run(1)).train(step -> {}, Cancellation.none());
    }
    var export = folder.resolve("export");
    var own = Safetensors.open(export.resolve(FlowNetworks.FILE));
    for (var path : own.paths()) {
      boolean isSame = Arrays.equals(own.get(path).toFloats(), model.get(path).toFloats());
      assertThat(isSame).as(path).isEqualTo(!Side.GENERATOR.owns(path));
    }
    var begun = ArcStart.of(model).withGenerator(own);
    try (var arc = TinyFlow.task(networks, TinyFlow.settings(1), begun)) {
      var start = arc.start();
      for (var path : start.paths()) {
        if (path.startsWith(ArcNetworks.GENERATOR)) {
          assertThat(start.get(path).toFloats()).as(path).isEqualTo(own.get(path).toFloats());
        } else if (!path.startsWith(ArcNetworks.HEAD)) {
          var source = path.substring(ArcNetworks.DISCRIMINATOR.length());
          assertThat(start.get(path).toFloats()).as(path).isEqualTo(model.get(source).toFloats());
        }
      }
    }
  }

  @Test
  void refusesWhatItCannotWarmUp() {
    var networks = TinyFlow.networks(Objective.V);
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new WarmUpTask(
                new ReferenceBackend(),
                networks,
                TinyFlow.data(),
                settings(1),
                TinyFlow.weights(networks)))
        .withMessageContaining("expected rectified_flow");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WarmUpTask.Settings(new FlowGuidance(1, 0), 0, 1))
        .withMessageContaining("0 solver steps");
  }
}
