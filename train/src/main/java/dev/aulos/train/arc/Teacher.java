package dev.aulos.train.arc;

import dev.aulos.engine.noise.TorchRandom;
import dev.aulos.engine.sampling.Denoiser;
import dev.aulos.engine.sampling.SamplerFamily;
import dev.aulos.engine.sampling.Schedule;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Executable;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.train.FlowBatches;
import dev.aulos.train.FlowGuidance;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.Trainable;
import dev.aulos.weights.WeightViews;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A flow model as it was before training, which shows how it makes sound of noise: with the
/// sampler `dpmpp`, at levels evenly spaced in log-SNR from −6 to 2.
final class Teacher implements AutoCloseable {
  private static final String STATE = "state";
  private static final String VELOCITY = "velocity";

  private final Backend backend;
  private final FlowNetworks flow;
  private final Weights model;
  private final FlowGuidance guidance;
  private final int steps;
  private final Map<Integer, Executable> networks = new LinkedHashMap<>(); // by frames

  /// The ways of a batch.
  ///
  /// @param levels of the states
  /// @param states from noise on, each (b, channels, frames)
  /// @param end what they lead to
  record Ways(FlowBatches.Batch batch, List<Float> levels, List<float[]> states, float[] end) {}

  /// The teacher with these weights.
  ///
  /// @param steps from noise to sound
  /// @throws IllegalArgumentException if the model is no flow
  Teacher(Backend backend, FlowNetworks flow, FlowGuidance guidance, int steps, Weights model) {
    flow.requireFlow();
    this.backend = backend;
    this.flow = flow;
    this.guidance = guidance;
    this.steps = steps;
    this.model = model;
  }

  /// The ways from a batch's noise on.
  Ways ways(FlowBatches.Batch batch, Cancellation cancellation) {
    var x = WeightViews.of(batch.inputs()).get("noise").toFloats();
    var schedule = Schedule.flow(steps, 1);
    var levels = new ArrayList<Float>();
    var states = new ArrayList<float[]>();
    var sampler = SamplerFamily.FLOW.named("dpmpp");
    var asked = denoiser(batch, cancellation);
    var random = TorchRandom.ofSeed(0); // which this sampler never asks
    var run = sampler.start(asked, schedule, x, batch.items(), random);
    do {
      if (run.step() < schedule.steps()) {
        levels.add(schedule.level(run.step()));
        states.add(run.x().clone());
      }
    } while (run.advance());
    return new Ways(batch, levels, states, run.x());
  }

  /// What it says of states of a batch, guidance included.
  private Denoiser denoiser(FlowBatches.Batch batch, Cancellation cancellation) {
    var network = networks.computeIfAbsent(batch.frames(), n -> compiled(batch.items(), n));
    return (x, times, out) -> {
      var inputs = new LinkedHashMap<>(batch.inputs());
      inputs.put(STATE, array(x, batch));
      inputs.putAll(flow.times("time", times));
      inputs.keySet().retainAll(network.graph().inputs().keySet());
      network.run(inputs, VELOCITY, cancellation).floats().get(out);
    };
  }

  /// Values of a batch, (b, channels, frames).
  static NdArray array(float[] values, FlowBatches.Batch batch) {
    int channels = values.length / batch.items() / batch.frames();
    return NdArray.of(values, batch.items(), channels, batch.frames());
  }

  private Executable compiled(int b, int frames) {
    var rests = new Trainable(path -> false);
    var inputs = flow.inputs(b, frames);
    var condition = flow.condition(rests, inputs);
    var state = Tensor.input(STATE, inputs.data().shape());
    var velocity =
        guidance.velocity(
            inputs, condition, state, told -> flow.output(rests, told, state, inputs.time()));
    return backend.compile(Graph.of("teacher", Map.of(VELOCITY, velocity)), model);
  }

  @Override
  public void close() {
    networks.values().forEach(Executable::close);
  }
}
