package dev.aulos.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.weights.Safetensors;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingRunTest {
  @TempDir private Path folder;

  /// A way to make a task.
  interface Task extends Supplier<TrainingTask> {}

  static Stream<Task> tasks() {
    return Stream.of(
        () -> Tiny.autoencoder(new ReferenceBackend()),
        () -> Tiny.oobleck(new ReferenceBackend()),
        () -> Tiny.flow(new ReferenceBackend(), 0.2, 0.3));
  }

  static Stream<Task> resumed() {
    return Stream.concat(tasks(), Stream.of(() -> Tiny.adversarial(new ReferenceBackend())));
  }

  @ParameterizedTest
  @MethodSource("resumed")
  void aResumedRunEqualsAnUninterruptedOneBitForBit(Task task) throws IOException {
    train(folder.resolve("whole"), task, 6);
    train(folder.resolve("parts"), task, 3);
    train(folder.resolve("parts"), task, 6);
    for (var file : new String[] {"state.safetensors"}) {
      assertThat(Files.mismatch(folder.resolve("whole/" + file), folder.resolve("parts/" + file)))
          .isEqualTo(-1);
    }
    assertThat(Files.readAllLines(folder.resolve("parts/journal.jsonl"))).hasSize(6);
  }

  /// Before and after sixty steps, on the same ten batches.
  @ParameterizedTest
  @MethodSource("tasks")
  void lowersTheLoss(Task task) {
    try (var made = task.get()) {
      var parameters = made.start();
      double before = loss(made, parameters);
      var gradients = parameters.zeros();
      var optimizer = new AdamW(AdamW.Settings.defaults(), parameters);
      for (long step = 1; step <= 60; step++) {
        made.step(step, parameters, gradients, Cancellation.none());
        optimizer.step(parameters, gradients, 1, 5e-3, step);
      }
      assertThat(loss(made, parameters)).isLessThan(0.9 * before);
    }
  }

  private static double loss(TrainingTask task, Parameters parameters) {
    double sum = 0;
    for (long step = 1001; step <= 1010; step++) {
      var numbers = task.step(step, parameters, parameters.zeros(), Cancellation.none());
      sum += numbers.getOrDefault("loss", Double.NaN) / 10;
    }
    return sum;
  }

  /// Both sides move, each in its own steps, and only the autoencoder is exported.
  @Test
  void anAutoencoderAndItsAdversaryTakeTurns() throws IOException {
    train(folder, () -> Tiny.adversarial(new ReferenceBackend()), 120);
    var lines = Files.readAllLines(folder.resolve("journal.jsonl"));
    for (int i = 0; i < lines.size(); i++) {
      var numbers = JsonParser.parseString(lines.get(i)).getAsJsonObject();
      assertThat(numbers.has("discriminator")).isEqualTo(i % 2 == 0);
      assertThat(numbers.has("loss") && numbers.has("features")).isEqualTo(i % 2 == 1);
    }
    assertThat(mean("spectral", lines.subList(100, 120)))
        .isLessThan(0.9 * mean("spectral", lines.subList(0, 20)));
    assertThat(mean("discriminator", lines.subList(100, 120)))
        .isLessThan(mean("discriminator", lines.subList(0, 20)));
    try (var task = Tiny.autoencoder(new ReferenceBackend())) {
      var exported = Safetensors.open(folder.resolve("export/model.safetensors"));
      assertThat(exported.paths()).isEqualTo(task.start().paths());
    }
  }

  private static double mean(String name, List<String> lines) {
    return lines.stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .filter(numbers -> numbers.has(name))
        .mapToDouble(numbers -> numbers.get(name).getAsDouble())
        .average()
        .orElseThrow();
  }

  /// Before the first step, at every checkpoint and at the end, by the averaged parameters; a run
  /// in two parts has the same curve.
  @Test
  void theLossOnWhatIsHeldOutHasACurve() throws IOException {
    Task task = () -> Tiny.flowWithHeldOut(new ReferenceBackend(), 0.2, 0.3);
    train(folder.resolve("whole"), task, 60);
    train(folder.resolve("parts"), task, 30);
    train(folder.resolve("parts"), task, 60);
    var curve = heldOut("whole");
    assertThat(curve.keySet()).hasSize(31).startsWith(0L, 2L, 4L).endsWith(60L);
    assertThat(heldOut("parts")).isEqualTo(curve);
    assertThat(curve.get(60L)).isLessThan(0.9 * curve.get(0L));
    try (var made = task.get()) {
      var exported = Safetensors.open(folder.resolve("whole/export/diffusion.safetensors"));
      var average = Parameters.copy(exported, made.start().paths());
      assertThat(made.heldOutLoss(average, Cancellation.none())).hasValue(curve.get(60L));
    }
    assertThat(Files.readString(folder.resolve("whole/report.html"))).contains("held_out");
  }

  private SortedMap<Long, Double> heldOut(String run) throws IOException {
    var curve = new TreeMap<Long, Double>();
    for (var line : Files.readAllLines(folder.resolve(run).resolve("journal.jsonl"))) {
      var numbers = JsonParser.parseString(line).getAsJsonObject();
      if (numbers.has("held_out")) {
        curve.put(numbers.get("step").getAsLong(), numbers.get("held_out").getAsDouble());
      }
    }
    return curve;
  }

  /// A task of one number, which writes what it is; the losses on what is held out are given, one
  /// for every second step.
  private record Given(double... losses) implements TrainingTask {
    @Override
    public Parameters start() {
      var values = WeightViews.of(Map.of("a", NdArray.of(new float[] {1}, 1)));
      return Parameters.copy(values, Set.of("a"));
    }

    @Override
    public Map<String, Double> step(
        long step, Parameters parameters, Parameters gradients, Cancellation cancellation) {
      gradients.get("a").floats().put(0, step);
      return Map.of("loss", 1.0);
    }

    @Override
    public OptionalDouble heldOutLoss(Parameters parameters, Cancellation cancellation) {
      int moves = Math.round((1 - parameters.get("a").floats().get(0)) / RATE);
      return losses.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(losses[moves / 2]);
    }

    @Override
    public void export(Path place, Parameters parameters) throws IOException {
      Files.writeString(place.resolve("a"), "" + parameters.get("a").floats().get(0));
    }

    @Override
    public void close() {}
  }

  private static final float RATE = 0x1p-7f;

  private TrainingRun given(long steps, double... losses) throws IOException {
    var rate = new LearningRate(RATE, 0, new LearningRate.Decline.Constant());
    var still = new AdamW.Settings(0, 0, 1e-30, 0); // a step is as long as the rate
    var settings = new TrainingRun.Settings(steps, rate, still, 1e9, 0, 2);
    return TrainingRun.open(folder, new Given(losses), settings);
  }

  private static void assertIsAfter(int step, Path place) throws IOException {
    assertThat(Float.parseFloat(Files.readString(place.resolve("a")))).isEqualTo(1 - step * RATE);
  }

  @Test
  void theCheckpointThatIsBestForOtherSoundsIsTheResult() throws IOException {
    var run = given(6, 0.5, 0.4, 0.3, 0.35);
    run.train(step -> {}, Cancellation.none());
    assertThat(run.result()).isEqualTo(folder.resolve("best"));
    assertIsAfter(4, run.result());
    assertIsAfter(6, folder.resolve("export"));
    var more = given(8, 0.5, 0.4, 0.3, 0.35, 0.29);
    more.train(step -> {}, Cancellation.none());
    assertIsAfter(8, more.result());
  }

  @Test
  void patienceEndsARunAndARunThatEndedStaysSo() throws IOException {
    double[] losses = {0.2, 0.4, 0.3, 0.35, 0.36, 0.1};
    for (int times = 0; times < 2; times++) {
      var run = given(10, losses).withPatience(2);
      run.train(step -> {}, Cancellation.none());
      assertThat(run.step()).isEqualTo(8);
      assertIsAfter(4, run.result());
    }
    var patient = given(10, losses).withPatience(3);
    patient.train(step -> {}, Cancellation.none());
    assertThat(patient.step()).isEqualTo(10);
    assertIsAfter(10, patient.result());
    assertThatThrownBy(() -> patient.withPatience(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("patience 0, expected at least 1");
  }

  @Test
  void withNothingHeldOutTheLastStepIsTheResult() throws IOException {
    var run = given(6).withPatience(1);
    run.train(step -> {}, Cancellation.none());
    assertThat(run.result()).isEqualTo(folder.resolve("export"));
    assertIsAfter(6, run.result());
  }

  @Test
  void whatWasReachedIsKeptWhenCancelled() throws IOException {
    var cancellation = Cancellation.create();
    try (var task = Tiny.autoencoder(new ReferenceBackend())) {
      var run = TrainingRun.open(folder, task, Tiny.settings(50, 50));
      assertThatThrownBy(() ->
              run.train(
                  step -> {
                    if (step == 4) {
                      cancellation.cancel();
                    }
                  },
                  cancellation))
          .isInstanceOf(CancellationException.class);
      assertThat(TrainingRun.open(folder, task, Tiny.settings(50, 50)).step()).isEqualTo(4);
    }
    assertThat(folder.resolve("export/model.safetensors")).isRegularFile();
  }

  @Test
  void refusesTheCheckpointOfAnotherModel() throws IOException {
    train(folder, () -> Tiny.autoencoder(new ReferenceBackend()), 1);
    try (var task = Tiny.flow(new ReferenceBackend(), 0, 0)) {
      assertThatThrownBy(() -> TrainingRun.open(folder, task, Tiny.settings(2, 1)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("of another model")
          .hasMessageContaining("train in another folder");
    }
  }

  private static void train(Path place, Task task, long steps) throws IOException {
    try (var made = task.get()) {
      TrainingRun.open(place, made, Tiny.settings(steps, 2)).train(step -> {}, Cancellation.none());
    }
  }
}
