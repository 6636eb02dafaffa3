package dev.aulos.train;

import dev.aulos.graph.DType;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.models.Conditioner;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.conditioner.BeatPhases;
import dev.aulos.models.conditioner.ExpoFourier;
import dev.aulos.models.conditioner.NumberConditioner;
import dev.aulos.models.dit.Dit;
import dev.aulos.models.dit.PaddingRule;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.t5gemma.T5GemmaConfig;
import dev.aulos.models.t5gemma.T5GemmaEncoder;
import dev.aulos.text.Tokenizer;
import dev.aulos.train.loss.DiffusionLoss;
import dev.aulos.train.loss.TimestepSampler;
import dev.aulos.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// The networks of a Stable Audio 3 model that turn text, duration and noise into latents, as one
/// computation.
public final class FlowNetworks {
  /// What stands before the paths of the text encoder, which has a file of its own.
  public static final String TEXT = "text.";

  /// What stands before the paths of the transformer.
  public static final String TRANSFORMER = "model.model.";

  /// The file that all but the text encoder is written to.
  public static final String FILE = "diffusion.safetensors";

  private static final String CONDITIONERS = "conditioner.conditioners";

  private final ModelConfig.TextToAudio config;
  private final Tokens tokens;
  private final TimestepSampler times;
  private final Predicate<String> isTrained;
  private final Graph text;
  private final Tensor table;
  private final Graph duration;
  private final Graph transformer;

  /// The ids of a text.
  @FunctionalInterface
  public interface Tokens {
    /// At most `most` ids.
    int[] of(String text, int most);

    /// Those of a tokenizer, the rest cut off.
    static Tokens of(Tokenizer tokenizer) {
      return (text, most) -> {
        var ids = tokenizer.encode(text);
        return ids.length <= most ? ids : Arrays.copyOf(ids, most);
      };
    }
  }

  /// The networks that configurations describe.
  ///
  /// @param times which diffusion times training looks at
  /// @param isTrained whether the parameter of a path is to move
  public FlowNetworks(
      ModelConfig.TextToAudio config,
      T5GemmaConfig textConfig,
      Tokens tokens,
      TimestepSampler times,
      Predicate<String> isTrained) {
    this.config = config;
    this.tokens = tokens;
    this.times = times;
    this.isTrained = isTrained;
    var encoder = T5GemmaEncoder.of(Scope.root().at("text", "model", "encoder"), textConfig);
    text = encoder.paddedGraph(config.text().maxTokens(), Probe.NONE);
    table = encoder.table();
    var scope = Scope.root().at(CONDITIONERS, seconds().id());
    duration = NumberConditioner.of(scope, seconds(), config.conditionWidth()).graph(Probe.NONE);
    transformer =
        Dit.of(Scope.root().at("model", "model"), config.dit())
            .wholeGraph(PaddingRule.DROP, Probe.NONE);
  }

  /// Whether the parameter of a path is the text encoder's.
  public static boolean isOfText(String path) {
    return path.startsWith(TEXT);
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

  private Conditioner.Quantity seconds() {
    return (Conditioner.Quantity) config.conditioner(config.globalIds().get(0));
  }

  int channels() {
    return config.dit().channels();
  }

  private Tensor padding() {
    return Scope.root()
        .at(CONDITIONERS, config.text().id())
        .param("padding_embedding", config.conditionWidth());
  }

  /// The shapes of all parameters.
  public Map<String, Shape> parameters() {
    var shapes = new LinkedHashMap<String, Shape>();
    shapes.putAll(text.parameters());
    shapes.putAll(duration.parameters());
    shapes.putAll(transformer.parameters());
    shapes.putAll(Graph.of("own", Map.of("table", table, "padding", padding())).parameters());
    return shapes;
  }

  /// Writes a model as the engine reads it: [#FILE], and the text encoder as `text.safetensors`.
  ///
  /// @param weights all parameters; others are passed over
  public void export(Path folder, Weights weights) throws IOException {
    var own = new SafetensorsWriter();
    var encoder = new SafetensorsWriter();
    for (var path : parameters().keySet()) {
      if (isOfText(path)) {
        encoder.add(path.substring(TEXT.length()), weights.get(path));
      } else {
        own.add(path, weights.get(path));
      }
    }
    own.write(folder.resolve(FILE));
    encoder.write(folder.resolve("text.safetensors"));
  }

  /// The values of all parameters, and those of a copy of some of them, which stands beside them.
  ///
  /// @param copy a graph whose parameters are called as those it starts from, after `prefix`
  public Map<String, NdArray> withCopy(Weights model, Graph copy, String prefix) {
    var values = new LinkedHashMap<String, NdArray>();
    parameters().keySet().forEach(path -> values.put(path, model.get(path)));
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
    var example =
        DiffusionLoss.of(config.objective(), inputs.data(), inputs.noise(), inputs.time());
    var condition = condition(trainable, inputs);
    var output = output(trainable, condition, example.noised(), inputs.timeFeatures());
    var loss = example.loss(output, inputs.made());
    return new TrainingStep.Plan("flow", loss, Map.of(), trainable, List.of());
  }

  /// The inputs of a step on a batch.
  public FlowInputs inputs(int b, int frames) {
    return FlowInputs.of(b, channels(), frames, config.hasBeats());
  }

  /// What the transformer is told of a batch.
  public FlowCondition condition(Trainable trainable, FlowInputs inputs) {
    int b = inputs.batch();
    var memory = Tensor.constant(1).expand(Shape.of(b, config.dit().memoryTokens()));
    var duration = duration(trainable, b);
    return new FlowCondition(
        text(trainable, b),
        duration,
        Tensor.input("given", Shape.of(b, 1, 1)),
        inputs.local(),
        Tensor.concat(1, memory, inputs.valid()));
  }

  /// What the transformer makes of `x` (b, channels, frames): its prediction, of the same shape.
  ///
  /// @param timeFeatures of the diffusion times, (b, 256)
  public Tensor output(
      Trainable trainable, FlowCondition condition, Tensor x, Tensor timeFeatures) {
    return trainable.network(transformer, condition.inputs(x, timeFeatures)).output("prediction");
  }

  private Tensor duration(Trainable trainable, int b) { // (b, width)
    var features = Tensor.input("features", Shape.of(b, ExpoFourier.PUBLISHED.size()));
    return trainable.network(duration, Map.of("features", features)).output("embedding");
  }

  /// The rows of the texts, (b, maxTokens, width).
  private Tensor text(Trainable trainable, int b) {
    int n = config.text().maxTokens();
    var valid = Tensor.input("text_valid", Shape.of(b, n));
    var ids = Tensor.input("ids", DType.I64, Shape.of(b, n));
    var vectors = trainable.parameter(table).gather(ids);
    var rows = trainable.network(text, Map.of("vectors", vectors, "valid", valid)).output("rows");
    var isToken = valid.reshape(b, n, 1);
    var filler = trainable.parameter(padding()).mul(isToken.neg().add(1));
    return rows.mul(isToken).add(filler);
  }

  /// What is said of items, as inputs: texts, durations, and the beats of models that are told.
  Map<String, NdArray> conditions(IntStream items, int frames, Latents latents) {
    var chosen = items.toArray();
    int n = config.text().maxTokens();
    var ids = NdArray.zeros(DType.I64, chosen.length, n);
    var valid = NdArray.zeros(DType.F32, chosen.length, n);
    var features = NdArray.zeros(DType.F32, chosen.length, ExpoFourier.PUBLISHED.size());
    var spread = features.floats();
    for (int i = 0; i < chosen.length; i++) {
      var text = tokens.of(latents.caption(chosen[i]), n);
      for (int j = 0; j < text.length; j++) {
        ids.longs().put(i * n + j, text[j]);
        valid.floats().put(i * n + j, 1);
      }
      spread.put(ExpoFourier.PUBLISHED.of(seconds().normalized(latents.seconds(chosen[i]))));
    }
    var inputs = new HashMap<>(Map.of("ids", ids, "text_valid", valid, "features", features));
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
    var drawn = times.draw(b, random);
    return Map.of("time", NdArray.of(drawn, b), "time_features", features(drawn));
  }

  /// What the transformer is given of diffusion times: their Fourier features, (b, 256).
  public static NdArray features(float... times) {
    var features = NdArray.zeros(DType.F32, times.length, ExpoFourier.PUBLISHED.size());
    var spread = features.floats();
    for (float time : times) {
      spread.put(ExpoFourier.PUBLISHED.of(time));
    }
    return features;
  }
}
