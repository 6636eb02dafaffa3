package dev.aulos.recipe;

import dev.aulos.engine.conditioning.T5GemmaFiles;
import dev.aulos.engine.conditioning.TextEncoder;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.t5gemma.T5GemmaConfig;
import dev.aulos.models.t5gemma.T5GemmaEncoder;
import dev.aulos.recipe.sound.Prompt;
import dev.aulos.recipe.sound.SoundWorld;
import dev.aulos.text.Tokenizer;
import dev.aulos.train.Initialization;
import dev.aulos.train.Parameters;
import dev.aulos.train.Trainable;
import dev.aulos.train.TrainingStep;
import dev.aulos.train.TrainingTask;
import dev.aulos.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the text encoder learns before it meets any sound: to say what a caption claims. For each
/// [Attribute] a learned query looks for the words that matter, as the transformer's
/// cross-attention will, and a linear layer names the class; the loss is the mean of the
/// cross-entropies.
///
/// Captions cost nothing, so that the transformer meets an encoder that tells kinds, tempos and
/// notes apart already, where a fresh one would have to learn them through the sound.
public final class CaptionTask implements TrainingTask {
  /// What stands before the paths of the text encoder.
  static final String TEXT = "text.";

  /// Where they lie.
  static final Scope ENCODER = Scope.root().at("text", "model", "encoder");

  private static final float FAR_BELOW = 1e9f; // exp of its negative is 0

  private final T5GemmaConfig config;
  private final TextEncoder.TokenIds tokens;
  private final int batch;
  private final int most;
  private final long firstSeed;
  private final Parameters start;
  private final TrainingStep compiled;

  /// Training on batches of captions.
  ///
  /// @param batch captions of a step
  /// @param most tokens of a caption
  /// @param firstSeed of the first caption of [SoundWorld]
  /// @param seed of the first values
  public CaptionTask(
      Backend backend,
      T5GemmaConfig config,
      Tokenizer tokenizer,
      int batch,
      int most,
      long firstSeed,
      long seed) {
    this.config = config;
    tokens = T5GemmaFiles.ids(tokenizer);
    this.batch = batch;
    this.most = most;
    this.firstSeed = firstSeed;
    var trainable = new Trainable(path -> true);
    var losses = losses(trainable);
    var loss = losses.values().stream().reduce(Tensor::add).orElseThrow().mul(1f / losses.size());
    var shapes = new LinkedHashMap<String, Shape>();
    trainable.inputs().forEach((path, input) -> shapes.put(path, input.shape()));
    start = Parameters.initial(shapes, Initialization.stableAudio3(), seed);
    var plan = new TrainingStep.Plan("captions", loss, losses, trainable);
    compiled = TrainingStep.compile(backend, plan, start);
  }

  private Map<String, Tensor> losses(Trainable trainable) {
    var encoder = T5GemmaEncoder.of(ENCODER, config);
    var ids = Tensor.input("ids", DType.I64, Shape.of(batch, most));
    var valid = Tensor.input("valid", Shape.of(batch, most));
    var vectors = trainable.parameter(encoder.table()).gather(ids);
    var rows =
        trainable
            .network(
                encoder.paddedGraph(most, Probe.NONE), Map.of("vectors", vectors, "valid", valid))
            .output("rows");
    var unseen = valid.add(-1).mul(FAR_BELOW).reshape(batch, 1, most);
    var losses = new LinkedHashMap<String, Tensor>();
    for (var attribute : Attribute.values()) {
      losses.put(attribute.label(), loss(trainable, attribute, rows, unseen));
    }
    return losses;
  }

  /// The cross-entropy of an attribute.
  ///
  /// @param rows (batch, most, width)
  /// @param unseen (batch, 1, most), what scores of padding are lowered by
  private Tensor loss(Trainable trainable, Attribute attribute, Tensor rows, Tensor unseen) {
    var w = Scope.root().at("heads", attribute.label());
    int width = config.width();
    var query = trainable.parameter(w.param("query", 1, width)).expand(Shape.of(batch, 1, width));
    var shares =
        query.matmulTransposed(rows).mul((float) (1 / Math.sqrt(width))).add(unseen).softmax();
    var pooled = shares.matmul(rows).reshape(batch, width);
    var weight = trainable.parameter(w.param("weight", attribute.classes(), width));
    var likelihoods = pooled.matmulTransposed(weight).softmax();
    var truth = Tensor.input(attribute.label(), Shape.of(batch, attribute.classes()));
    return likelihoods.add(1e-9f).log().mul(truth).sum(1).mean(0).reshape(1).neg();
  }

  @Override
  public Parameters start() {
    return start.copy();
  }

  @Override
  public Map<String, Double> step(
      long step, Parameters parameters, Parameters gradients, Cancellation cancellation) {
    var ids = NdArray.zeros(DType.I64, batch, most);
    var valid = NdArray.zeros(DType.F32, batch, most);
    var inputs = new LinkedHashMap<String, NdArray>();
    inputs.put("ids", ids);
    inputs.put("valid", valid);
    var prompts = new ArrayList<Prompt>();
    for (int i = 0; i < batch; i++) {
      var prompt = SoundWorld.caption(firstSeed + (step - 1) * batch + i);
      var text = tokens.of(prompt.text(), most);
      for (int j = 0; j < text.length; j++) {
        ids.longs().put(i * most + j, text[j]);
        valid.floats().put(i * most + j, 1);
      }
      prompts.add(prompt);
    }
    for (var attribute : Attribute.values()) {
      inputs.put(attribute.label(), truth(attribute, prompts));
    }
    return compiled.run(inputs, parameters, gradients, cancellation);
  }

  /// How likely each class is for each caption, (batch, classes).
  private static NdArray truth(Attribute attribute, List<Prompt> prompts) {
    var truth = NdArray.zeros(DType.F32, prompts.size(), attribute.classes());
    for (int i = 0; i < prompts.size(); i++) {
      int at = i * attribute.classes();
      truth.floats(at, at + attribute.classes()).put(attribute.truth(prompts.get(i).claims()));
    }
    return truth;
  }

  /// Writes the encoder as `text.safetensors`, its paths below [#TEXT].
  @Override
  public void export(Path folder, Parameters parameters) throws IOException {
    var encoder = parameters.only(path -> path.startsWith(TEXT));
    new SafetensorsWriter().addAll(encoder).write(folder.resolve("text.safetensors"));
  }

  @Override
  public void close() {
    compiled.close();
  }
}
