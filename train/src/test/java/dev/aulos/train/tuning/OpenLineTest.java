package dev.aulos.train.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.engine.AdapterUse;
import dev.aulos.engine.Aulos;
import dev.aulos.engine.GenerateRequest;
import dev.aulos.engine.conditioning.Conditioners;
import dev.aulos.engine.conditioning.Texts;
import dev.aulos.engine.files.Scopes;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.dit.Dit;
import dev.aulos.models.nn.Probe;
import dev.aulos.train.AdamW;
import dev.aulos.train.FlowBatches;
import dev.aulos.train.FlowData;
import dev.aulos.train.FlowTask;
import dev.aulos.train.Latents;
import dev.aulos.train.Parameters;
import dev.aulos.train.TrainingTask;
import dev.aulos.weights.Safetensors;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tuning of models of Stable Audio Open: another text encoder, two numbers, v, no padding.
class OpenLineTest {
  private static final Backend REFERENCE = new ReferenceBackend();
  private static final FlowBatches.Settings SETTINGS =
      new FlowBatches.Settings(List.of(4), 12, 0.4, 0.2, 5);

  @TempDir private Path place;
  @TempDir private Path folder;
  private TinyBase tiny;

  @BeforeEach
  void write() throws IOException {
    tiny = TinyBase.in(place, ModelConfig.Line.OPEN);
  }

  @AfterEach
  void close() {
    tiny.base().close();
  }

  private FlowTask flow() {
    var networks = tiny.base().networks(TuningRecipe.times(tiny.base().config()), path -> true);
    var start = Parameters.copy(tiny.base().values(), networks.parameters().keySet());
    return new FlowTask(REFERENCE, networks, new FlowData(latents(), SETTINGS), start);
  }

  /// Items of one length, as canvases have them.
  private static Latents whole(Latents latents) {
    Latents.InMemory whole =
        () ->
            List.of(0, 1).stream()
                .map(i ->
                    new Latents.Held(
                        latents.frames(i),
                        latents.values(i),
                        latents.caption(i),
                        latents.start(i) + 1,
                        latents.seconds(i)))
                .toList();
    return whole;
  }

  private static Parameters zeros(Parameters like) {
    var zeros = like.copy();
    zeros.values().values().forEach(array -> array.floats().put(new float[array.size()]));
    return zeros;
  }

  private static double loss(TrainingTask task, Parameters parameters, Parameters gradients) {
    return loss(task, 1, parameters, gradients);
  }

  private static double loss(
      TrainingTask task, long step, Parameters parameters, Parameters gradients) {
    var numbers = task.step(step, parameters, gradients, Cancellation.none());
    return Objects.requireNonNull(numbers.get("loss"));
  }

  /// The networks as they are run to generate give the loss of v that training has.
  @Test
  void tenStepsHaveTheLossOfTheNetworksAsTheyGenerate() throws IOException {
    try (var task = flow();
        var text =
            Texts.open(place, tiny.base().config(), tiny.base().values(), List.of(), REFERENCE)
                .encoder()) {
      var parameters = task.start();
      var gradients = zeros(parameters);
      var optimizer = new AdamW(AdamW.Settings.defaults(), parameters);
      int withheld = 0;
      for (long step = 1; step <= 10; step++) {
        var random = FlowBatches.random(5, step);
        var networks = tiny.base().networks(TuningRecipe.times(tiny.base().config()), p -> true);
        var batch = new FlowBatches(networks, SETTINGS, latents()).draw(random);
        var times = TuningRecipe.times(tiny.base().config()).draw(batch.items(), random);
        var rows = text.encode(captions(batch), 6, Cancellation.none());
        double expected = loss(batch, times, rows, parameters);
        assertThat(loss(task, step, parameters, gradients))
            .as("step %d", step)
            .isCloseTo(expected, within(2e-4 * expected));
        optimizer.step(parameters, gradients, 1, 1e-2, step);
        for (float given : WeightViews.of(batch.inputs()).get("given").toFloats()) {
          withheld += given == 0 ? 1 : 0;
        }
      }
      assertThat(withheld).isBetween(1, 29);
    }
  }

  private Latents latents() {
    return whole(tiny.latents());
  }

  /// Which items were drawn, told by their values.
  private List<Integer> items(FlowBatches.Batch batch) {
    var data = WeightViews.of(batch.inputs()).get("data");
    int own = data.size() / batch.items();
    return IntStream.range(0, batch.items())
        .mapToObj(i -> data.floats().get(i * own) == latents().values(0)[0] ? 0 : 1)
        .toList();
  }

  private List<String> captions(FlowBatches.Batch batch) {
    return items(batch).stream().map(i -> latents().caption(i)).toList();
  }

  private double loss(FlowBatches.Batch batch, float[] times, NdArray rows, Weights weights) {
    var inputs = WeightViews.of(batch.inputs());
    var data = inputs.get("data").toFloats();
    var noise = inputs.get("noise").toFloats();
    var given = inputs.get("given").toFloats();
    int own = data.length / batch.items();
    var x = new float[data.length];
    var target = new double[data.length];
    for (int i = 0; i < x.length; i++) {
      double angle = times[i / own] * Math.PI / 2;
      x[i] = (float) (Math.cos(angle) * data[i] + Math.sin(angle) * noise[i]);
      target[i] = Math.cos(angle) * noise[i] - Math.sin(angle) * data[i];
    }
    var v = prediction(batch, x, times, rows, given, weights);
    double sum = 0;
    for (int i = 0; i < v.length; i++) {
      sum += (v[i] - target[i]) * (v[i] - target[i]);
    }
    return sum / v.length;
  }

  private float[] prediction(
      FlowBatches.Batch batch,
      float[] x,
      float[] times,
      NdArray rows,
      float[] given,
      Weights weights) {
    var config = tiny.base().config();
    var dit = Dit.of(Scope.root().at("model", "model"), config.dit());
    var items = items(batch);
    var starts = items.stream().mapToDouble(latents()::start).toArray();
    var totals = items.stream().mapToDouble(latents()::seconds).toArray();
    try (var conditioners = new Conditioners(REFERENCE, config, weights, Scopes.CONDITIONERS);
        var once = REFERENCE.compile(dit.conditioningGraph(Probe.NONE), weights);
        var each = REFERENCE.compile(dit.stepGraph(Probe.NONE), weights)) {
      var numbers = Map.of("seconds_start", starts, "seconds_total", totals);
      var tokens = conditioners.join(rows, numbers, Cancellation.none());
      int size = tokens.cross().size() / given.length;
      for (int i = 0; i < tokens.cross().size(); i++) {
        var values = tokens.cross().floats();
        values.put(i, values.get(i) * given[i / size]);
      }
      var told = Map.of("cross", tokens.cross(), "global", tokens.global());
      var inputs = new LinkedHashMap<>(once.run(told));
      int b = given.length;
      inputs.put("x", NdArray.of(x, b, config.dit().channels(), batch.frames()));
      inputs.put("t", NdArray.of(times, b));
      return each.run(inputs, "prediction", Cancellation.none()).toFloats();
    }
  }

  @Test
  void aTrainedAdapterOpensWithTheModelAndChangesWhatItMakes() throws IOException {
    var some = List.of("self_attn", "cross_attn", "seconds_start");
    var form = Adaptation.of(AdapterForm.DORA_ROWS, 3).withModules(some, List.of());
    try (var task = tiny.adapter(form)) {
      assertThat(task.modules())
          .contains(
              "model.transformer.layers.0.self_attn.to_qkv",
              "conditioners.seconds_start.embedder.embedding.1")
          .noneMatch(name -> name.contains("timestep_features"));
      var factors = task.start();
      var gradients = factors.copy();
      double before = loss(task, factors, gradients);
      var optimizer = new AdamW(AdamW.Settings.defaults(), factors);
      for (int step = 1; step <= 8; step++) {
        optimizer.step(factors, gradients, 1, 0.01, step);
        loss(task, factors, gradients);
      }
      assertThat(loss(task, factors, gradients)).isLessThan(0.98 * before);
      task.export(folder, factors);
    }
    var use = AdapterUse.of(folder.resolve(AdapterTask.FILE));
    assertThat(sound(place, List.of(use))).isNotEqualTo(sound(place, List.of()));
  }

  private static float[] sound(Path model, List<AdapterUse> adapters) throws IOException {
    var options = new Aulos.Options(List.of(), 0).withAdapters(adapters);
    try (var opened = Aulos.open(model, options)) {
      return opened.generate(GenerateRequest.of("a bell").withSeed(1)).sound().channel(0);
    }
  }

  @Test
  void aTunedModelIsAFolderThatOpensByItself() throws IOException {
    var tuned = folder.resolve("elsewhere/model");
    try (var task = tiny.full()) {
      var parameters = task.start();
      var gradients = parameters.copy();
      loss(task, parameters, gradients);
      new AdamW(AdamW.Settings.defaults(), parameters).step(parameters, gradients, 1, 0.01, 1);
      task.export(folder, parameters);
      var moved = Safetensors.open(folder.resolve(FullTuningTask.FILE));
      TunedModel.alike(tiny.base()).write(moved, tuned);
    }
    assertThat(tuned.resolve("t5-base/config.json")).isRegularFile();
    assertThat(sound(tuned, List.of())).isNotEqualTo(sound(place, List.of()));
  }

  @Test
  void anEncoderThatModelsShareIsNotCopied() throws IOException {
    var shared = folder.resolve("shared");
    Files.createDirectories(shared);
    Files.move(place.resolve("t5-base"), shared.resolve("t5-base"));
    try (var base = BaseModel.open(tiny.files(), List.of(shared), REFERENCE)) {
      TunedModel.alike(base).write(base.values(), folder.resolve("model"));
    }
    assertThat(folder.resolve("model/model.safetensors")).isRegularFile();
    assertThat(folder.resolve("model/t5-base")).doesNotExist();
  }
}
