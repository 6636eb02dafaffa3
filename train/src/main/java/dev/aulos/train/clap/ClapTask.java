package dev.aulos.train.clap;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.train.FlowBatches;
import dev.aulos.train.FlowData;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.FlowSteps;
import dev.aulos.train.Parameters;
import dev.aulos.train.Trainable;
import dev.aulos.train.TrainingStep;
import dev.aulos.train.TrainingTask;
import dev.aulos.train.loss.TimestepSampler;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;

/// Training of a CLAP on latents with captions: of the items of a batch, it learns to tell which
/// text goes with which sound.
///
/// Half of the sounds are clean, half are noised to any level. The loss is the mean of the
/// cross-entropies from sounds to texts and from texts to sounds (arXiv:2103.00020), `contrastive`
/// among the numbers of a step, and a tenth of three terms that order the vectors by themselves
/// (arXiv:2005.10242): `alignment`, how far sounds are from their own texts; `uniformity`, how
/// close sounds are to other sounds and texts to other texts; `crossing`, how close sounds are to
/// other texts. Equal texts are not told apart. `matched` is the share of sounds that are most
/// alike to their own text.
public final class ClapTask implements TrainingTask {
  private static final TimestepSampler TIMES =
      new TimestepSampler.Sometimes(new TimestepSampler.Uniform(), 0, 0.5);
  private static final float ORDER = 0.1f;
  private static final float LEAST = 1e-9f;
  private static final float FAR = 1e4f;
  private static final float SLACK = 1e-5f;

  private final FlowNetworks flow;
  private final ClapNetworks networks;
  private final Weights start;
  private final FlowSteps steps;

  /// Training of a new CLAP.
  ///
  /// @param data its batches withhold no text and keep no sound, and have two items at least
  /// @param model all parameters of the flow's networks; its first blocks are what the CLAP's look
  ///   at sound starts from
  /// @throws IllegalArgumentException if the model is no flow, or lacks the block
  public ClapTask(
      Backend backend, FlowNetworks flow, FlowData data, ClapConfig config, Weights model) {
    this.flow = flow;
    networks = new ClapNetworks(flow, config);
    var own = networks.start(model, data.batches().seed());
    start = WeightViews.union(model, WeightViews.of(own));
    steps = new FlowSteps(backend, flow, data, this::draws, this::plan, start);
  }

  @Override
  public Parameters start() {
    var moved = new LinkedHashSet<>(networks.parameters().keySet());
    moved.removeIf(path -> !ClapNetworks.isOwn(path));
    return Parameters.copy(start, moved);
  }

  @Override
  public Map<String, Double> step(
      long step, Parameters parameters, Parameters gradients, Cancellation cancellation) {
    return steps.run(step, parameters, gradients, cancellation);
  }

  @Override
  public OptionalDouble heldOutLoss(Parameters parameters, Cancellation cancellation) {
    return steps.heldOutLoss(parameters, cancellation);
  }

  private Map<String, NdArray> draws(FlowBatches.Batch batch, Random random) {
    var inputs = new LinkedHashMap<>(flow.times("time", TIMES.draw(batch.items(), random)));
    inputs.put("same", same(batch));
    return inputs;
  }

  /// 1 where two items have the same text, (b, b).
  private static NdArray same(FlowBatches.Batch batch) {
    int b = batch.items();
    var text = WeightViews.of(batch.inputs()).get("text");
    int size = text.size() / b;
    var same = NdArray.zeros(DType.F32, b, b);
    for (int i = 0; i < b; i++) {
      var own = text.floats(i * size, (i + 1) * size);
      for (int j = 0; j < b; j++) {
        boolean isSame = own.equals(text.floats(j * size, (j + 1) * size));
        same.floats().put(i * b + j, isSame ? 1 : 0);
      }
    }
    return same;
  }

  private TrainingStep.Plan plan(int b, int frames) {
    var trainable = new Trainable(ClapNetworks::isOwn);
    var inputs = flow.inputs(b, frames);
    var condition = flow.condition(trainable, inputs);
    var noised = flow.example(inputs.data(), inputs.noise(), inputs.time()).noised();
    var sounds = networks.audio(trainable, condition, noised, inputs.time(), inputs.valid());
    var texts = networks.text(trainable, condition);
    var alike = sounds.matmulTransposed(texts); // (b, b)
    var scores = alike.mul(networks.scale(trainable));
    var same = Tensor.input("same", Shape.of(b, b));
    var contrastive =
        crossEntropy(scores, same).add(crossEntropy(scores.transpose(1, 0), same)).mul(0.5f);
    var other = same.neg().add(1);
    var alignment = sounds.sub(texts).square().sum(1).mean(0).reshape();
    var uniformity =
        closeness(sounds.matmulTransposed(sounds), other)
            .add(closeness(texts.matmulTransposed(texts), other))
            .mul(0.5f);
    var crossing = closeness(alike, other);
    var loss = contrastive.add(alignment.add(uniformity).add(crossing).mul(ORDER));
    var metrics = new LinkedHashMap<String, Tensor>();
    metrics.put("contrastive", contrastive);
    metrics.put("alignment", alignment);
    metrics.put("uniformity", uniformity);
    metrics.put("crossing", crossing);
    metrics.put("matched", matched(alike, same));
    return new TrainingStep.Plan("clap", loss, metrics, trainable);
  }

  /// `log` of the mean of `exp(−2·‖a − b‖²)` over pairs of different texts, 0 if there are none.
  private static Tensor closeness(Tensor cosines, Tensor other) {
    var each = cosines.add(-1).mul(4).exp().mul(other); // ‖a − b‖² = 2 − 2·cos
    return total(each).add(LEAST).div(total(other).add(LEAST)).log();
  }

  private static Tensor total(Tensor x) { // (b, b) → ()
    return x.sum(1).sum(0).reshape();
  }

  /// The mean over rows of what it takes to name one of those that are the same, all alike.
  private static Tensor crossEntropy(Tensor scores, Tensor same) {
    var shares = same.div(same.sum(1));
    return scores.softmax().add(LEAST).log().mul(shares).sum(1).mean(0).reshape().neg();
  }

  private static Tensor matched(Tensor alike, Tensor same) {
    var own = alike.add(same.add(-1).mul(FAR)).max(1);
    return own.add(SLACK).less(alike.max(1)).mean(0).reshape().neg().add(1);
  }

  /// Writes [Clap#FILE].
  @Override
  public void export(Path folder, Parameters parameters) throws IOException {
    Clap.write(folder, networks, WeightViews.overriding(start, parameters));
  }

  @Override
  public void close() {
    steps.close();
  }
}
