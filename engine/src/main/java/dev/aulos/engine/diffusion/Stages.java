package dev.aulos.engine.diffusion;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Executable;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.models.dit.Dit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// The named values inside one evaluation of a transformer, to compare with those of a reference.
public final class Stages {
  private final Backend backend;
  private final Dit dit;
  private final Weights weights;

  /// The stages of a transformer with these weights.
  public Stages(Backend backend, Dit dit, Weights weights) {
    this.backend = backend;
    this.dit = dit;
    this.weights = weights;
  }

  /// Evaluates `x` (b, channels, frames) at the times of its items, without guidance; gives what
  /// the network shows to a [dev.aulos.models.nn.Probe], and its output.
  public Map<String, NdArray> of(Conditioning given, NdArray x, float... times) {
    var seen = new LinkedHashMap<String, Tensor>();
    var once = dit.conditioningGraph(seen::put).outputs();
    seen.putAll(once);
    int frames = (int) x.dim(2);
    try (var conditioning = compile(seen)) {
      var prepared =
          Prepared.of(conditioning, dit.config(), given, false, frames, Cancellation.none());
      var values = new HashMap<>(prepared.values());
      values.keySet().removeAll(once.keySet());
      values.putAll(step(prepared.only(once.keySet()), x, times));
      return values;
    }
  }

  private Map<String, NdArray> step(Prepared prepared, NdArray x, float[] times) {
    var seen = new LinkedHashMap<String, Tensor>();
    seen.putAll(dit.stepGraph(prepared.rule(), seen::put).outputs());
    var inputs = prepared.inputs(Group.whole(prepared.batch(), prepared.frames()), 1);
    var time = new TimeInput(dit.config());
    var at = time.zeros(times.length);
    var out = at.floats();
    for (float t : times) {
      time.put(t, out);
    }
    inputs.put("x", x);
    inputs.put(time.name(), at);
    try (var step = compile(seen)) {
      return step.run(inputs);
    }
  }

  private Executable compile(Map<String, Tensor> outputs) {
    return backend.compile(Graph.of("stages", outputs), weights);
  }
}
