package dev.aulos.engine.diffusion;

import dev.aulos.engine.sampling.Denoiser;
import dev.aulos.engine.sampling.Guidance;
import dev.aulos.engine.sampling.ProjectedGuidance;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Executable;
import dev.aulos.models.Objective;
import java.util.ArrayList;
import java.util.List;

/// A diffusion network with its conditioning fixed: predicts of a state and a time.
///
/// With guidance, each call runs both halves as one batch, conditional first; outside the guidance
/// interval the conditional half alone. Holds its buffers, so that calls allocate nothing of the
/// latent's size.
public final class ConditionedNetwork implements Denoiser {
  private final Prepared prepared;
  private final Objective objective;
  private final Guidance guidance;
  private final ProjectedGuidance projected;
  private final Cancellation cancellation;
  private final List<Pass> plain = new ArrayList<>();
  private final List<Pass> both = new ArrayList<>();
  private final float[] predictions; // conditional, then unconditional

  ConditionedNetwork(
      Executable step,
      Objective objective,
      Prepared prepared,
      Guidance guidance,
      Cancellation cancellation) {
    this.prepared = prepared;
    this.objective = objective;
    this.guidance = guidance;
    this.cancellation = cancellation;
    boolean guided = guidance.scale() != 1;
    for (var group : Group.of(prepared.padding(), prepared.batch(), prepared.frames())) {
      plain.add(new Pass(step, prepared, group, 1));
      if (guided) {
        both.add(new Pass(step, prepared, group, 2));
      }
    }
    int size = prepared.batch() * prepared.config().channels() * prepared.frames();
    predictions = new float[guided ? 2 * size : 0];
    var valid = new int[prepared.batch()];
    for (int item = 0; item < valid.length; item++) {
      valid[item] = prepared.validFrames(item);
    }
    projected = new ProjectedGuidance(guidance, prepared.config().channels(), valid);
  }

  @Override
  public void predict(float[] x, float[] times, float[] out) {
    if (!guidance.appliesAt(level(objective, times))) {
      run(plain, 1, x, times, out);
      return;
    }
    run(both, 2, x, times, predictions);
    if (guidance.isProjected()) {
      projected.combine(predictions, x, times, out);
    } else {
      guidance.combine(predictions, prepared.batch(), prepared.config().channels(), out);
    }
  }

  private void run(List<Pass> passes, int halves, float[] x, float[] times, float[] out) {
    for (var pass : passes) {
      pass.run(x, times, out, cancellation);
    }
    if (Group.isCropped(prepared.padding())) {
      for (int half = 0; half < halves; half++) {
        silence(x, times, out, half * x.length);
      }
    }
  }

  /// Where frames were left out, predicts what leads to data of zeros: `x − t·v = 0`.
  private void silence(float[] x, float[] times, float[] out, int offset) {
    int frames = prepared.frames();
    int channels = prepared.config().channels();
    for (int item = 0; item < times.length; item++) {
      for (int c = 0; c < channels; c++) {
        int row = (item * channels + c) * frames;
        for (int i = row + prepared.validFrames(item); i < row + frames; i++) {
          out[offset + i] = x[i] / times[item];
        }
      }
    }
  }

  @Override
  public void predictBoth(float[] x, float[] times, float[] guided, float[] unguided) {
    predict(x, times, guided);
    if (guidance.appliesAt(level(objective, times))) {
      System.arraycopy(predictions, guided.length, unguided, 0, guided.length);
    } else {
      System.arraycopy(guided, 0, unguided, 0, guided.length);
    }
  }

  /// The noise level that intervals are compared with: that of the first item.
  static float level(Objective objective, float[] times) {
    return objective.isFlow() ? times[0] : (float) Math.sin(times[0] * Math.PI / 2);
  }
}
