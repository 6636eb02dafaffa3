package dev.aulos.train;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Graph;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.models.dit.Dit;
import dev.aulos.models.dit.PaddingRule;
import dev.aulos.models.nn.Probe;
import dev.aulos.train.loss.DiffusionLoss;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Guidance distillation (arXiv:2210.03142, with one scale): a flow model's transformer learns to
/// say at once what it says with guidance, and then needs half the work for every step.
///
/// The teacher is the model as it was. Of the mixture x of data and noise at time t it gives, with
/// the text, the velocity c and without it u; the target is what sampling would make of them: with
/// d = c − u and a = ⟨d, x − t·c⟩ / ‖x − t·c‖², `c + (scale − 1)·(d − apg·a·(x − t·c))`, sums being
/// over the real frames of an item. Text encoder and conditioners stay as they are.
public final class GuidanceTask implements TrainingTask {
  private static final String TEACHER = "teacher.";
  private static final float LEAST = 1e-16f;

  private final Backend backend;
  private final FlowNetworks networks;
  private final FlowTask.Settings settings;
  private final Lesson lesson;
  private final FlowBatches batches;
  private final Graph teacher;
  private final Weights model;
  private final Map<Integer, TrainingStep> steps = new LinkedHashMap<>();

  /// The guidance that is learned.
  ///
  /// @param scale its strength, 1 being none
  /// @param apg how much of it leaves out what points where the data already points, 0 to 1
  public record Lesson(double scale, double apg) {
    /// Checks the numbers.
    public Lesson {
      if (!(scale > 1 && scale <= 100) || !(apg >= 0 && apg <= 1)) {
        throw new IllegalArgumentException(
            String.format(
                "guidance scale %s and apg %s: expected more than 1, at most 100, and 0 to 1",
                scale, apg));
      }
    }
  }

  /// The training of these networks.
  ///
  /// @param settings how batches are drawn; where the text is withheld, the target is u
  /// @param model all parameters of the networks, as flow training left them
  /// @throws IllegalArgumentException if the model is no flow
  public GuidanceTask(
      Backend backend,
      FlowNetworks networks,
      FlowTask.Settings settings,
      Lesson lesson,
      Latents latents,
      Weights model) {
    var objective = networks.config().objective();
    if (!objective.isFlow()) {
      throw new IllegalArgumentException(
          "the model's objective is " + objective.key() + ", expected rectified_flow");
    }
    this.backend = backend;
    this.networks = networks;
    this.settings = settings;
    this.lesson = lesson;
    batches = new FlowBatches(networks, settings.batches(), latents);
    teacher =
        Dit.of(Scope.root().at("teacher", "model", "model"), networks.config().dit())
            .wholeGraph(PaddingRule.DROP, Probe.NONE);
    this.model = WeightViews.of(networks.withCopy(model, teacher, TEACHER));
  }

  private static boolean isMoved(String path) {
    return path.startsWith(FlowNetworks.TRANSFORMER) && !path.endsWith("inv_freq");
  }

  @Override
  public Parameters start() {
    Set<String> moved = new LinkedHashSet<>(networks.parameters().keySet());
    moved.removeIf(path -> !isMoved(path));
    return Parameters.copy(model, moved);
  }

  @Override
  public Map<String, Double> step(
      long step, Parameters parameters, Parameters gradients, Cancellation cancellation) {
    var random = FlowBatches.random(settings.seed(), step);
    var batch = batches.draw(random);
    var compiled =
        steps.computeIfAbsent(
            batch.frames(),
            frames -> TrainingStep.compile(backend, plan(batch.items(), frames), model));
    var inputs = new LinkedHashMap<>(batch.inputs());
    inputs.putAll(networks.times(batch.items(), random));
    return compiled.run(inputs, parameters, gradients, cancellation);
  }

  /// How far the student's velocity is from the teacher's guided one.
  private TrainingStep.Plan plan(int b, int frames) {
    var trainable = new Trainable(GuidanceTask::isMoved);
    var inputs = networks.inputs(b, frames);
    var condition = networks.condition(trainable, inputs);
    var noised =
        DiffusionLoss.of(
                networks.config().objective(), inputs.data(), inputs.noise(), inputs.time())
            .noised();
    var target = guided(trainable, inputs, condition, noised);
    var said = networks.output(trainable, condition, noised, inputs.timeFeatures());
    var loss = new DiffusionLoss(noised, target).loss(said, inputs.made());
    return new TrainingStep.Plan("guidance", loss, Map.of(), trainable, List.of());
  }

  private Tensor guided(
      Trainable trainable, FlowInputs inputs, FlowCondition condition, Tensor noised) {
    int b = inputs.batch();
    var conditional = taught(trainable, condition, noised, inputs.timeFeatures());
    var unconditional = taught(trainable, condition.withheld(), noised, inputs.timeFeatures());
    var difference = conditional.sub(unconditional);
    var data = noised.sub(conditional.mul(inputs.time().reshape(b, 1, 1)));
    var valid = inputs.valid().reshape(b, 1, inputs.valid().dim(1).fixed());
    var real = data.mul(valid);
    var along =
        perItem(difference.mul(real)).div(perItem(real.square()).maximum(Tensor.constant(LEAST)));
    var push = difference.sub(along.mul(real).mul((float) lesson.apg));
    return conditional.add(push.mul((float) (lesson.scale - 1)));
  }

  private static Tensor perItem(Tensor values) { // (b, 1, 1)
    return values.sum(2).sum(1);
  }

  private Tensor taught(
      Trainable trainable, FlowCondition condition, Tensor noised, Tensor timeFeatures) {
    return trainable.network(teacher, condition.inputs(noised, timeFeatures)).output("prediction");
  }

  /// Writes the student with the text encoder and the conditioners it was trained with.
  @Override
  public void export(Path folder, Parameters parameters) throws IOException {
    networks.export(folder, WeightViews.overriding(model, parameters));
  }

  @Override
  public void close() {
    steps.values().forEach(TrainingStep::close);
  }
}
