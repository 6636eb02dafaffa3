package dev.aulos.train.clap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.Objective;
import dev.aulos.train.CheckedTask;
import dev.aulos.train.FlowBatches;
import dev.aulos.train.FlowData;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.Latents;
import dev.aulos.train.Parameters;
import dev.aulos.train.Stepped;
import dev.aulos.train.Trainable;
import dev.aulos.train.TrainingRun;
import dev.aulos.train.arc.TinyFlow;
import dev.aulos.train.loss.TimestepSampler;
import dev.aulos.weights.Safetensors;
import dev.aulos.weights.SafetensorsWriter;
import dev.aulos.weights.WeightFormatException;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClapTaskTest {
  private static final int B = 4;
  private static final int FRAMES = 20;
  private static final long SEED = 3;

  /// Four sounds of noise, the last two of which are called the same.
  private record Sounds(List<String> captions) implements Latents {
    @Override
    public int size() {
      return captions.size();
    }

    @Override
    public int frames(int item) {
      return FRAMES - 3 * item;
    }

    @Override
    public float[] values(int item) {
      var random = new Random(item);
      var values = new float[TinyFlow.CHANNELS * frames(item)];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return values;
    }

    @Override
    public String caption(int item) {
      return captions.get(item);
    }

    @Override
    public double seconds(int item) {
      return frames(item);
    }
  }

  private static FlowData data() {
    var sounds = new Sounds(List.of("dog", "bell", "sea", "sea"));
    var settings = new FlowBatches.Settings(List.of(FRAMES), B * FRAMES, 0, 0, SEED);
    return new FlowData(sounds, Optional.of(sounds), settings);
  }

  private static ClapTask task(FlowNetworks flow) {
    return new ClapTask(
        new ReferenceBackend(), flow, data(), TinyClap.CONFIG, TinyFlow.weights(flow));
  }

  /// Vectors that the graph makes, and losses in plain Java.
  private record Opinion(FlowNetworks flow, Map<String, NdArray> inputs, Weights weights) {
    private static final TimestepSampler TIMES =
        new TimestepSampler.Sometimes(new TimestepSampler.Uniform(), 0, 0.5);

    static Opinion of(FlowNetworks flow, long step, Parameters parameters) {
      var random = FlowBatches.random(SEED, step);
      var batch = data().batches(flow).draw(random);
      var inputs = new HashMap<>(batch.inputs());
      inputs.putAll(flow.times("time", TIMES.draw(B, random)));
      var model = TinyFlow.weights(flow);
      var all = new LinkedHashMap<String, NdArray>();
      flow.parameters().keySet().forEach(path -> all.put(path, model.get(path)));
      all.putAll(TinyClap.of(flow, model).values());
      return new Opinion(flow, inputs, WeightViews.overriding(WeightViews.of(all), parameters));
    }

    private float[] values(String name) {
      return WeightViews.of(inputs).get(name).toFloats();
    }

    private float[] noised() {
      var data = values("data");
      var noise = values("noise");
      var times = values("time");
      var x = new float[data.length];
      for (int i = 0; i < x.length; i++) {
        float t = times[i / (TinyFlow.CHANNELS * FRAMES)];
        x[i] = (1 - t) * data[i] + t * noise[i];
      }
      return x;
    }

    float[] sounds() {
      return sounds(noised());
    }

    float[] sounds(float[] x) {
      var fixed = new Trainable(path -> false);
      var symbols = flow.inputs(B, FRAMES);
      var condition = flow.condition(fixed, symbols);
      var given = Tensor.input("x", symbols.data().shape());
      var networks = new ClapNetworks(flow, TinyClap.CONFIG);
      var time = symbols.time();
      return run(networks.audio(fixed, condition, given, time, symbols.valid()), x);
    }

    float[] texts() {
      var fixed = new Trainable(path -> false);
      var condition = flow.condition(fixed, flow.inputs(B, FRAMES));
      return run(new ClapNetworks(flow, TinyClap.CONFIG).text(fixed, condition), new float[0]);
    }

    private float[] run(Tensor value, float[] x) {
      var graph = Graph.of("opinion", Map.of("value", value));
      var given = new LinkedHashMap<>(inputs);
      if (x.length > 0) {
        given.put("x", NdArray.of(x, B, TinyFlow.CHANNELS, FRAMES));
      }
      given.keySet().retainAll(graph.inputs().keySet());
      try (var executable = new ReferenceBackend().compile(graph, weights)) {
        return WeightViews.of(executable.run(given)).get("value").toFloats();
      }
    }

    /// Cosines of sounds (rows) and texts.
    double[][] alike() {
      return cosines(sounds(), texts());
    }

    private static double[][] cosines(float[] a, float[] t) {
      int size = TinyClap.CONFIG.size();
      var alike = new double[B][B];
      for (int i = 0; i < B; i++) {
        for (int j = 0; j < B; j++) {
          for (int k = 0; k < size; k++) {
            alike[i][j] += (double) a[i * size + k] * t[j * size + k];
          }
        }
      }
      return alike;
    }

    private boolean isSame(int i, int j) {
      var text = values("text");
      int size = text.length / B;
      for (int k = 0; k < size; k++) {
        if (text[i * size + k] != text[j * size + k]) {
          return false;
        }
      }
      return true;
    }

    double loss() {
      double uniformity = (closeness(sounds(), sounds()) + closeness(texts(), texts())) / 2;
      double crossing = closeness(sounds(), texts());
      return contrastive() + 0.1 * (alignment() + uniformity + crossing);
    }

    double alignment() {
      var alike = alike();
      double sum = 0;
      for (int i = 0; i < B; i++) {
        sum += 2 - 2 * alike[i][i];
      }
      return sum / B;
    }

    double closeness(float[] a, float[] b) {
      int size = TinyClap.CONFIG.size();
      double sum = 0;
      int pairs = 0;
      for (int i = 0; i < B; i++) {
        for (int j = 0; j < B; j++) {
          if (!isSame(i, j)) {
            double square = 0;
            for (int k = 0; k < size; k++) {
              square += Math.pow(a[i * size + k] - b[j * size + k], 2);
            }
            sum += Math.exp(-2 * square);
            pairs++;
          }
        }
      }
      return pairs == 0 ? 0 : Math.log(sum / pairs);
    }

    double contrastive() {
      double scale = Math.exp(weights.get("clap.log_scale").toFloats()[0]);
      var alike = alike();
      double sum = 0;
      for (int i = 0; i < B; i++) {
        double rows = 0;
        double columns = 0;
        int names = 0;
        double row = 0;
        double column = 0;
        for (int j = 0; j < B; j++) {
          rows += Math.exp(scale * alike[i][j]);
          columns += Math.exp(scale * alike[j][i]);
          if (isSame(i, j)) {
            names++;
            row += scale * alike[i][j];
            column += scale * alike[j][i];
          }
        }
        sum += Math.log(rows) - row / names + Math.log(columns) - column / names;
      }
      return sum / 2 / B;
    }

    double matched() {
      var alike = alike();
      int right = 0;
      for (int i = 0; i < B; i++) {
        int best = 0;
        for (int j = 1; j < B; j++) {
          best = alike[i][j] > alike[i][best] ? j : best;
        }
        right += isSame(i, best) ? 1 : 0;
      }
      return (double) right / B;
    }
  }

  private static FlowNetworks flow(ModelConfig.Line line) {
    return line == ModelConfig.Line.OPEN ? TinyFlow.open() : TinyFlow.networks();
  }

  @ParameterizedTest
  @EnumSource
  void hasTheLossOfTheFormulaForTenSteps(ModelConfig.Line line, @TempDir Path folder)
      throws IOException {
    var flow = flow(line);
    var checked = new ArrayList<Long>();
    CheckedTask.Check check =
        (step, parameters, numbers) -> {
          var opinion = Opinion.of(flow, step, parameters);
          assertThat(numbers.get("loss")).isCloseTo(opinion.loss(), within(1e-4));
          assertThat(numbers.get("contrastive")).isCloseTo(opinion.contrastive(), within(1e-4));
          assertThat(numbers.get("alignment")).isCloseTo(opinion.alignment(), within(1e-4));
          assertThat(numbers.get("matched")).isCloseTo(opinion.matched(), within(1e-6));
          checked.add(step);
        };
    try (var task = new CheckedTask(task(flow), check)) {
      TrainingRun.open(folder, task, TinyFlow.run(10)).train(step -> {}, Cancellation.none());
    }
    assertThat(checked).hasSize(10);
  }

  @Test
  void learnsToTellItsFourSoundsApart(@TempDir Path folder) throws IOException {
    var flow = TinyFlow.networks();
    try (var task = task(flow)) {
      var start = task.start();
      double before = task.heldOutLoss(start, Cancellation.none()).orElseThrow();
      TrainingRun.open(folder, task, TinyFlow.run(60)).train(step -> {}, Cancellation.none());
      var stored =
          WeightViews.prefixed(
              Safetensors.open(folder.resolve("state.safetensors")), "parameters.");
      var after = Parameters.copy(stored, start.paths());
      assertThat(task.heldOutLoss(after, Cancellation.none()).orElseThrow())
          .isLessThan(before - 0.2);
    }
  }

  @Test
  void lowersItsLossAlongItsGradientAsMuchAsTheGradientSays() {
    try (var task = task(TinyFlow.networks())) {
      var parameters = task.start();
      var gradients = parameters.copy();
      double loss = task.step(1, parameters, gradients, Cancellation.none()).get("loss");
      double wanted = loss * 1e-3;
      var moved = Stepped.along(parameters, gradients, -wanted / Stepped.squares(gradients));
      double after = task.step(1, moved, gradients.copy(), Cancellation.none()).get("loss");
      assertThat(loss - after).isCloseTo(wanted, within(wanted * 0.1));
    }
  }

  @Test
  void goesOnAsIfItHadNeverStopped(@TempDir Path whole, @TempDir Path parts) throws IOException {
    for (long steps : new long[] {1, 3}) {
      try (var task = task(TinyFlow.networks())) {
        TrainingRun.open(parts, task, TinyFlow.run(steps)).train(step -> {}, Cancellation.none());
      }
    }
    try (var task = task(TinyFlow.networks())) {
      TrainingRun.open(whole, task, TinyFlow.run(3)).train(step -> {}, Cancellation.none());
    }
    var state = "state.safetensors";
    assertThat(Files.mismatch(whole.resolve(state), parts.resolve(state))).isEqualTo(-1);
  }

  @Test
  void looksAtTheSoundAloneToSayWhatItIs() {
    var flow = TinyFlow.networks();
    try (var task = task(flow)) {
      var opinion = Opinion.of(flow, 1, task.start());
      var sounds = opinion.sounds();
      for (var name : List.of("text", "keep")) {
        var array = WeightViews.of(opinion.inputs()).get(name);
        var values = array.toFloats();
        for (int i = 0; i < values.length; i++) {
          values[i] += 1;
        }
        opinion.inputs().put(name, NdArray.of(values, array.shape()));
      }
      assertThat(opinion.sounds()).isEqualTo(sounds);
    }
  }

  @Test
  void doesNotLookAtWhatFollowsASound() {
    var flow = TinyFlow.networks();
    try (var task = task(flow)) {
      var opinion = Opinion.of(flow, 1, task.start());
      var x = opinion.noised();
      var sounds = opinion.sounds(x);
      var valid = opinion.values("valid");
      int changed = 0;
      for (int i = 0; i < x.length; i++) {
        int frame = i / (TinyFlow.CHANNELS * FRAMES) * FRAMES + i % FRAMES;
        if (valid[frame] == 0) {
          x[i] += 3;
          changed++;
        }
      }
      assertThat(changed).isPositive();
      assertThat(opinion.sounds(x)).isEqualTo(sounds);
    }
  }

  @Test
  void startsItsLookAtSoundFromTheModel() {
    var flow = TinyFlow.networks();
    try (var task = task(flow)) {
      var path = "model.model.transformer.layers.0.self_attn.to_qkv.weight";
      assertThat(task.start().get("clap.audio." + path).toFloats())
          .isEqualTo(TinyFlow.weights(flow).get(path).toFloats());
      assertThat(task.start().paths())
          .noneMatch(name -> name.contains("layers.1.") || !name.startsWith("clap."));
    }
  }

  @Test
  void opensWhatItExports(@TempDir Path folder) throws IOException {
    var flow = TinyFlow.networks();
    try (var task = task(flow)) {
      var values = Stepped.along(task.start(), task.start(), 0.5);
      task.export(folder, values);
      var clap = Clap.open(folder.resolve(Clap.FILE), flow);
      assertThat(clap.networks().config()).isEqualTo(TinyClap.CONFIG);
      for (var path : values.paths()) {
        assertThat(WeightViews.of(clap.values()).get(path).toFloats())
            .as(path)
            .isEqualTo(values.get(path).toFloats());
      }
    }
  }

  @Test
  void refusesTheFileOfAnotherModel(@TempDir Path folder) throws IOException {
    var flow = TinyFlow.networks();
    try (var task = task(flow)) {
      task.export(folder, task.start());
    }
    assertThatThrownBy(() -> Clap.open(folder.resolve(Clap.FILE), TinyFlow.open()))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("clap.safetensors")
        .hasMessageContaining("expected")
        .hasMessageContaining("another model");
  }

  @Test
  void refusesAFileThatIsNone(@TempDir Path folder) throws IOException {
    var plain = folder.resolve("plain.safetensors");
    new SafetensorsWriter().add("x", NdArray.of(new float[] {1}, 1)).write(plain);
    assertThatThrownBy(() -> Clap.open(plain, TinyFlow.networks()))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("clap_config")
        .hasMessageContaining("aulos train clap");
    for (var config : List.of("{", "{\"block\": 0}", TinyClap.CONFIG.json().replace("0", "9"))) {
      var broken = folder.resolve("broken.safetensors");
      new SafetensorsWriter().note("clap_config", config).write(broken);
      assertThatThrownBy(() -> Clap.open(broken, TinyFlow.networks()))
          .as(config)
          .isInstanceOf(WeightFormatException.class)
          .hasMessageContaining("broken.safetensors");
    }
  }

  @Test
  void refusesAModelThatIsNoFlow() {
    assertThatThrownBy(() -> task(TinyFlow.networks(Objective.V)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected rectified_flow");
  }
}
