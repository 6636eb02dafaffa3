package dev.aulos.train;

import dev.aulos.engine.files.Scopes;
import dev.aulos.graph.Dim;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.models.Conditioner;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.conditioner.BeatPhases;
import dev.aulos.models.conditioner.NumberConditioner;
import dev.aulos.models.config.UnsupportedModelException;
import dev.aulos.models.dit.Dit;
import dev.aulos.models.dit.PaddingRule;
import dev.aulos.models.nn.Probe;
import dev.aulos.train.loss.DiffusionLoss;
import dev.aulos.train.loss.TimestepSampler;
import dev.aulos.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The networks that turn rows of text, numbers and noise into latents, as one computation: the
/// transformer of a Stable Audio model and its conditioners. The text encoder rests, and is no part
/// of it.
public final class FlowNetworks {
  /// What stands before the paths of the transformer.
  public static final String TRANSFORMER = "model.model.";

  /// The file that they are written to.
  public static final String FILE = "diffusion.safetensors";

  /// What [#firstBlocks] calls its output.
  public static final String HIDDEN = "hidden";

  private static final String KEPT = "inpaint_mask";

  private final ModelConfig.TextToAudio config;
  private final TextRows texts;
  private final TimestepSampler times;
  private final Predicate<String> isTrained;
  private final Map<String, Told> numbers = new LinkedHashMap<>();
  private final LayeredGraph transformer;

  /// What an item of training says of itself, for a conditioner.
  @FunctionalInterface
  private interface Fact {
    double of(Latents latents, int item);
  }

  /// A number that the model is told.
  private record Told(
      Conditioner.Quantity quantity, Fact fact, NumberConditioner network, Graph graph) {
    String input(String name) {
      return quantity.id() + " " + name;
    }
  }

  /// The networks that a configuration describes.
  ///
  /// @param texts of the model's text encoder; whoever made them closes them
  /// @param times which diffusion times training looks at
  /// @param isTrained whether the parameter of a path is to move
  /// @throws UnsupportedModelException if the model wants to be told what training does not know
  public FlowNetworks(
      ModelConfig.TextToAudio config,
      TextRows texts,
      TimestepSampler times,
      Predicate<String> isTrained) {
    this.config = config;
    this.texts = texts;
    this.times = times;
    this.isTrained = isTrained;
    for (var conditioner : config.conditioners()) {
      if (conditioner instanceof Conditioner.Quantity quantity) {
        var scope = Scopes.CONDITIONERS.at(quantity.id());
        var network = NumberConditioner.of(scope, quantity, config.conditionWidth());
        var number = new Told(quantity, fact(quantity.id()), network, network.graph(Probe.NONE));
        numbers.put(quantity.id(), number);
      }
    }
    transformer = LayeredGraph.of(probe -> transformer(Scopes.TRANSFORMER, probe));
  }

  private static Fact fact(String id) {
    return switch (id) {
      case "seconds_start" -> Latents::start;
      case "seconds_total" -> Latents::seconds;
      default ->
          throw new UnsupportedModelException(
              "model.conditioning: number '"
                  + id
                  + "', training knows of seconds_start and seconds_total");
    };
  }

  /// The configuration of the model.
  public ModelConfig.TextToAudio config() {
    return config;
  }

  /// @throws IllegalArgumentException if the model is no flow
  public void requireFlow() {
    if (!config.objective().isFlow()) {
      throw new IllegalArgumentException(
          "the model's objective is "
              + config.objective().key()
              + ", expected rectified_flow or rf_denoiser");
    }
  }

  /// The transformer with its parameters below a scope, with what it does about padding.
  public Graph transformer(Scope place, Probe probe) {
    var rule = config.length().maskPadding() ? PaddingRule.DROP : PaddingRule.NONE;
    return Dit.of(place, config.dit()).wholeGraph(rule, probe);
  }

  /// The first blocks of the transformer with its parameters below a scope, as others look at
  /// latents with them → [#HIDDEN] (b, frames, width), what comes out of the last one; tokens
  /// before the frames are left out.
  ///
  /// @param last block, from 0
  /// @throws IllegalArgumentException if there is no such block
  public LayeredGraph firstBlocks(Scope place, int last) {
    if (last < 0 || last >= config.dit().depth()) {
      throw new IllegalArgumentException(
          "the transformer has no block "
              + last
              + ", expected one of 0 to "
              + (config.dit().depth() - 1));
    }
    return LayeredGraph.of(probe -> firstBlocks(place, last, probe));
  }

  private Graph firstBlocks(Scope place, int last, Probe probe) {
    var seen = new HashMap<String, Tensor>();
    var unused = transformer(place, seen::put);
    for (int i = 0; i < last; i++) {
      probe.see(block(i), Objects.requireNonNull(seen.get(block(i))));
    }
    var tokens = Objects.requireNonNull(seen.get(block(last))); // (b, n, width)
    var frames = tokens.slice(1, Dim.of(config.dit().tokensBefore()), tokens.dim(1));
    return Graph.of("first blocks", Map.of(HIDDEN, frames));
  }

  private static String block(int i) {
    return "block_" + i;
  }

  int channels() {
    return config.dit().channels();
  }

  /// Whether the model can be given some of the sound to go on from.
  boolean takesSound() {
    return config.localIds().contains(KEPT);
  }

  private boolean hasPadding() {
    return config.text().family() == Conditioner.Text.Family.T5_GEMMA;
  }

  /// What stands for the tokens that a text lacks.
  private Tensor padding() {
    var scope = Scopes.CONDITIONERS.at(config.text().id());
    return scope.param("padding_embedding", config.conditionWidth());
  }

  /// The shapes of all parameters.
  public Map<String, Shape> parameters() {
    var shapes = new LinkedHashMap<String, Shape>();
    numbers.values().forEach(number -> shapes.putAll(number.graph.parameters()));
    shapes.putAll(transformer.graph().parameters());
    if (hasPadding()) {
      shapes.putAll(Graph.of("own", Map.of("padding", padding())).parameters());
    }
    return shapes;
  }

  /// Writes [#FILE] as a part of the model's own file.
  ///
  /// @param weights all parameters; others are passed over
  public void export(Path folder, Weights weights) throws IOException {
    var own = new SafetensorsWriter();
    parameters().keySet().forEach(path -> own.add(path, weights.get(path)));
    own.write(folder.resolve(FILE));
  }

  /// The values of all parameters, and those of a copy of some of them, which stands beside them.
  ///
  /// @param copy a graph whose parameters are called as those it starts from, after `prefix`
  public Map<String, NdArray> withCopy(Weights model, Graph copy, String prefix) {
    var values = new LinkedHashMap<String, NdArray>();
    parameters().keySet().forEach(path -> values.put(path, model.get(path)));
    values.putAll(copied(model, copy, prefix));
    return values;
  }

  /// The values of such a copy alone.
  public static Map<String, NdArray> copied(Weights model, Graph copy, String prefix) {
    var values = new LinkedHashMap<String, NdArray>();
    for (var path : copy.parameters().keySet()) {
      values.put(path, model.get(path.substring(prefix.length())));
    }
    return values;
  }

  /// Whether the parameter of a path is to move.
  boolean isTrained(String path) {
    return !path.endsWith("inv_freq") && isTrained.test(path);
  }

  /// The loss of a batch.
  TrainingStep.Plan plan(int b, int frames) {
    var trainable = new Trainable(this::isTrained);
    var inputs = inputs(b, frames);
    var example = example(inputs.data(), inputs.noise(), inputs.time());
    var condition = condition(trainable, inputs);
    var output = output(trainable, condition, example.noised(), inputs.time());
    var loss = example.loss(output, inputs.made());
    return new TrainingStep.Plan("flow", loss, Map.of(), trainable);
  }

  /// Data mixed with noise as the model's objective has it.
  public DiffusionLoss example(Tensor data, Tensor noise, DiffusionTimes time) {
    return DiffusionLoss.of(config.objective(), data, noise, time.values());
  }

  /// The inputs of a step on a batch.
  public FlowInputs inputs(int b, int frames) {
    return FlowInputs.of(config, b, frames);
  }

  /// What the transformer is told of a batch.
  public FlowCondition condition(Trainable trainable, FlowInputs inputs) {
    int b = inputs.batch();
    var vectors = new LinkedHashMap<String, Tensor>(); // (b, width)
    numbers.forEach((id, number) -> vectors.put(id, vector(trainable, number, b)));
    var rows =
        Tensor.input("text", Shape.of(b, config.text().maxTokens(), config.conditionWidth()));
    var cross = new ArrayList<Tensor>();
    for (var id : config.crossIds()) {
      var vector = vectors.get(id);
      cross.add(
          vector == null ? text(trainable, rows) : vector.reshape(b, 1, config.conditionWidth()));
    }
    var global = config.globalIds().stream().map(vectors::get).toArray(Tensor[]::new);
    var before = Tensor.constant(1).expand(Shape.of(b, config.dit().tokensBefore()));
    return new FlowCondition(
        cross,
        config.crossIds().indexOf(config.text().id()),
        rows,
        Tensor.concat(1, global),
        Tensor.input("given", Shape.of(b, 1, 1)),
        config.dit().localWidth() > 0 ? Optional.of(inputs.local()) : Optional.empty(),
        config.length().maskPadding()
            ? Optional.of(Tensor.concat(1, before, inputs.valid()))
            : Optional.empty());
  }

  /// What the transformer makes of `x` (b, channels, frames): its prediction, of the same shape.
  public Tensor output(
      Trainable trainable, FlowCondition condition, Tensor x, DiffusionTimes time) {
    return trainable.network(transformer, condition.inputs(x, time)).output("prediction");
  }

  private static Tensor vector(Trainable trainable, Told number, int b) {
    var given = new LinkedHashMap<String, Tensor>();
    number
        .graph
        .inputs()
        .forEach((name, input) -> {
          var shape = input.shape().with(0, Dim.of(b));
          given.put(name, Tensor.input(number.input(name), shape));
        });
    return trainable.network(number.graph, given).output("embedding");
  }

  /// The rows of the texts, (b, maxTokens, width), with what stands for the tokens they lack.
  private Tensor text(Trainable trainable, Tensor rows) {
    if (!hasPadding()) {
      return rows;
    }
    long b = rows.dim(0).fixed();
    long n = rows.dim(1).fixed();
    var isPadding = Tensor.input("text_valid", Shape.of(b, n)).reshape(b, n, 1).neg().add(1);
    return rows.add(trainable.parameter(padding()).mul(isPadding));
  }

  /// What is said of items, as inputs: texts, numbers, and the beats of models that are told.
  Map<String, NdArray> conditions(IntStream items, int frames, Latents latents) {
    var chosen = items.toArray();
    var captions = Arrays.stream(chosen).mapToObj(latents::caption).collect(Collectors.toList());
    var inputs = new LinkedHashMap<>(texts.of(captions));
    if (!hasPadding()) {
      inputs.remove("text_valid");
    }
    for (var number : numbers.values()) {
      var values = new float[chosen.length];
      for (int i = 0; i < chosen.length; i++) {
        values[i] = number.quantity.normalized(number.fact.of(latents, chosen[i]));
      }
      number.network.inputs(values).forEach((name, value) -> inputs.put(number.input(name), value));
    }
    if (config.hasBeats()) {
      inputs.put("beats", beats(chosen, frames, latents));
    }
    return inputs;
  }

  private NdArray beats(int[] items, int frames, Latents latents) {
    double apart = config.autoencoder().orElseThrow().hop() / (double) config.sampleRate();
    var tempos = Arrays.stream(items).mapToObj(item -> tempo(item, latents)).toList();
    return BeatPhases.of(tempos, new double[items.length], apart, frames);
  }

  private static OptionalDouble tempo(int item, Latents latents) {
    return BeatPhases.tempo(latents.caption(item), latents.tempo(item));
  }

  /// The diffusion times of a batch as inputs.
  Map<String, NdArray> times(int b, RandomGenerator random) {
    return times("time", times.draw(b, random));
  }

  /// The diffusion times of a batch that [#times] gives under the same name.
  public DiffusionTimes time(String name, int b) {
    return DiffusionTimes.of(name, b, config.dit());
  }

  /// Diffusion times as inputs of a name.
  public Map<String, NdArray> times(String name, float... values) {
    return DiffusionTimes.inputs(name, values, config.dit());
  }
}
