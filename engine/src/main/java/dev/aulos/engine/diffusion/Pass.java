package dev.aulos.engine.diffusion;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.Executable;
import dev.aulos.graph.NdArray;
import java.util.Map;

/// The buffers of one run of the step: a group of items, once, or twice for both halves of
/// guidance.
final class Pass {
  private final Executable step;
  private final Group group;
  private final int batch;
  private final int halves;
  private final int channels;
  private final int frames;
  private final TimeInput time;
  private final NdArray x;
  private final NdArray t;
  private final NdArray output;
  private final Map<String, NdArray> inputs;

  Pass(Executable step, Prepared prepared, Group group, int halves) {
    this.step = step;
    this.group = group;
    this.batch = prepared.batch();
    this.halves = halves;
    this.channels = prepared.config().channels();
    this.frames = prepared.frames();
    time = new TimeInput(prepared.config());
    long items = (long) halves * group.items().size();
    x = NdArray.zeros(DType.F32, items, channels, group.frames());
    t = time.zeros(items);
    output = NdArray.zeros(DType.F32, items, channels, group.frames());
    inputs = prepared.inputs(group, halves);
    inputs.put("x", x);
    inputs.put(time.name(), t);
  }

  /// Predicts of the group's items in `state` (batch, channels, frames) into its items in `out`
  /// (halves·batch, channels, frames).
  void run(float[] state, float[] times, float[] out, Cancellation cancellation) {
    var states = x.floats();
    var at = t.floats();
    for (int half = 0; half < halves; half++) {
      for (int item : group.items()) {
        for (int c = 0; c < channels; c++) {
          states.put(state, (item * channels + c) * frames, group.frames());
        }
        time.put(times[item], at);
      }
    }
    step.run(inputs, Map.of("prediction", output), cancellation);
    var predicted = output.floats();
    for (int half = 0; half < halves; half++) {
      for (int item : group.items()) {
        for (int c = 0; c < channels; c++) {
          predicted.get(out, ((half * batch + item) * channels + c) * frames, group.frames());
        }
      }
    }
  }
}
