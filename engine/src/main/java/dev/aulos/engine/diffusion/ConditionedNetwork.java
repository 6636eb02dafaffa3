package dev.aulos.engine.diffusion;

import dev.aulos.engine.sampling.Denoiser;
import dev.aulos.engine.sampling.Guidance;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.Executable;
import dev.aulos.graph.NdArray;
import dev.aulos.models.Objective;
import java.util.HashMap;
import java.util.Map;

/// A diffusion network with its conditioning fixed: predicts of a state and a time.
///
/// With guidance, each call runs both halves as one batch, conditional first; outside the guidance
/// interval the conditional half alone. Holds its buffers, so that calls allocate nothing of the
/// latent's size.
public final class ConditionedNetwork implements Denoiser {
  private final Executable step;
  private final Objective objective;
  private final Guidance guidance;
  private final int batch;
  private final int channels;
  private final int frames;
  private final Cancellation cancellation;
  private final Pass plain;
  private final Pass both;
  private final float[] predictions; // conditional, then unconditional

  ConditionedNetwork(
      Executable step,
      Objective objective,
      int channels,
      Map<String, NdArray> prepared,
      Guidance guidance,
      int batch,
      int frames,
      Cancellation cancellation) {
    this.step = step;
    this.objective = objective;
    this.guidance = guidance;
    this.batch = batch;
    this.channels = channels;
    this.frames = frames;
    this.cancellation = cancellation;
    plain = new Pass(batch, prepared);
    boolean guided = guidance.scale() != 1;
    both = guided ? new Pass(2 * batch, prepared) : plain;
    predictions = new float[guided ? 2 * batch * channels * frames : 0];
  }

  @Override
  public void predict(float[] x, float[] times, float[] out) {
    if (guidance.appliesAt(level(times))) {
      both.run(x, times);
      both.output.floats().get(predictions);
      guidance.combine(predictions, batch, channels, out);
    } else {
      plain.run(x, times);
      plain.output.floats().get(out);
    }
  }

  @Override
  public void predictBoth(float[] x, float[] times, float[] guided, float[] unguided) {
    predict(x, times, guided);
    if (guidance.appliesAt(level(times))) {
      System.arraycopy(predictions, guided.length, unguided, 0, guided.length);
    } else {
      System.arraycopy(guided, 0, unguided, 0, guided.length);
    }
  }

  /// The noise level that the guidance interval is compared with: that of the first item.
  private float level(float[] times) {
    return objective.isFlow() ? times[0] : (float) Math.sin(times[0] * Math.PI / 2);
  }

  /// The buffers of a run over `items` items: all, or the conditional half.
  private final class Pass {
    private final int repeats;
    private final NdArray x;
    private final NdArray t;
    private final NdArray output;
    private final Map<String, NdArray> inputs = new HashMap<>();

    private Pass(int items, Map<String, NdArray> prepared) {
      repeats = items / batch;
      x = NdArray.zeros(DType.F32, items, channels, frames);
      t = NdArray.zeros(DType.F32, items);
      output = NdArray.zeros(DType.F32, items, channels, frames);
      prepared.forEach((name, array) -> inputs.put(name, array.first(items)));
      inputs.put("x", x);
      inputs.put("t", t);
    }

    private void run(float[] state, float[] times) {
      var states = x.floats();
      var at = t.floats();
      for (int i = 0; i < repeats; i++) {
        states.put(state);
        at.put(times);
      }
      step.run(inputs, Map.of("prediction", output), cancellation);
    }
  }
}
