package dev.aulos.train;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Graph;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.models.nn.Probe;
import dev.aulos.train.loss.DiffusionLoss;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/// Guidance distillation (arXiv:2210.03142, with one scale): a flow model's transformer learns to
/// say at once what it says with guidance, and then needs half the work for every step.
///
/// The teacher is the model as it was; the target is what it says with [FlowGuidance] of a mixture
/// of data and noise. Text encoder and conditioners stay as they are.
public final class GuidanceTask implements TrainingTask {
  private static final String TEACHER = "teacher.";

  private final FlowNetworks networks;
  private final FlowGuidance lesson;
  private final Graph teacher;
  private final Weights model;
  private final FlowSteps steps;

  /// The training of these networks.
  ///
  /// @param data where its batches withhold the text, the target is u
  /// @param model all parameters of the networks, as flow training left them
  /// @throws IllegalArgumentException if the model is no flow, or there is no guidance to learn
  public GuidanceTask(
      Backend backend, FlowNetworks networks, FlowData data, FlowGuidance lesson, Weights model) {
    networks.requireFlow();
    if (lesson.scale() == 1) {
      throw new IllegalArgumentException(
          "guidance scale 1.0: expected more than 1, else there is nothing to learn");
    }
    this.networks = networks;
    this.lesson = lesson;
    teacher = networks.transformer(Scope.root().at("teacher", "model", "model"), Probe.NONE);
    this.model = WeightViews.of(networks.withCopy(model, teacher, TEACHER));
    steps = new FlowSteps(backend, networks, data, this::plan, this.model);
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
    return steps.run(step, parameters, gradients, cancellation);
  }

  @Override
  public OptionalDouble heldOutLoss(Parameters parameters, Cancellation cancellation) {
    return steps.heldOutLoss(parameters, cancellation);
  }

  /// How far the student's velocity is from the teacher's guided one.
  private TrainingStep.Plan plan(int b, int frames) {
    var trainable = new Trainable(GuidanceTask::isMoved);
    var inputs = networks.inputs(b, frames);
    var condition = networks.condition(trainable, inputs);
    var noised = networks.example(inputs.data(), inputs.noise(), inputs.time()).noised();
    var target =
        lesson.velocity(
            inputs, condition, noised, told -> taught(trainable, told, noised, inputs.time()));
    var said = networks.output(trainable, condition, noised, inputs.time());
    var loss = new DiffusionLoss(noised, target).loss(said, inputs.made());
    return new TrainingStep.Plan("guidance", loss, Map.of(), trainable);
  }

  private Tensor taught(
      Trainable trainable, FlowCondition condition, Tensor noised, DiffusionTimes time) {
    return trainable.network(teacher, condition.inputs(noised, time)).output("prediction");
  }

  /// Writes the student with the conditioners it was trained with.
  @Override
  public void export(Path folder, Parameters parameters) throws IOException {
    networks.export(folder, WeightViews.overriding(model, parameters));
  }

  @Override
  public void close() {
    steps.close();
  }
}
