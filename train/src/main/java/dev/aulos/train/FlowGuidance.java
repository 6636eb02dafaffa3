package dev.aulos.train;

import dev.aulos.graph.Tensor;
import java.util.function.Function;

/// Classifier-free guidance of a flow, as a computation.
///
/// @param scale its strength, 1 being none
/// @param apg how much of it leaves out what points where the data already points, 0 to 1
///   (arXiv:2410.02416)
public record FlowGuidance(double scale, double apg) {
  private static final float LEAST = 1e-16f;

  /// Checks the numbers.
  public FlowGuidance {
    if (!(scale >= 1 && scale <= 100) || !(apg >= 0 && apg <= 1)) {
      throw new IllegalArgumentException(
          String.format("guidance scale %s and apg %s: expected 1 to 100, and 0 to 1", scale, apg));
    }
  }

  /// The guided velocity of the state x at time t: with c of the condition, u without text and
  /// duration, d = c − u, y = x − t·c and a = ⟨d, y⟩ / ‖y‖², sums being over the real frames of an
  /// item, it is `c + (scale − 1)·(d − apg·a·y)`.
  ///
  /// @param state (b, channels, frames), at `inputs.time()`
  /// @param velocity what the model says of that state, told this much
  public Tensor velocity(
      FlowInputs inputs,
      FlowCondition condition,
      Tensor state,
      Function<FlowCondition, Tensor> velocity) {
    var conditional = velocity.apply(condition);
    if (scale == 1) {
      return conditional;
    }
    var difference = conditional.sub(velocity.apply(condition.withheld()));
    int b = inputs.batch();
    var data = state.sub(conditional.mul(inputs.time().perItem()));
    var real = data.mul(inputs.valid().reshape(b, 1, inputs.valid().dim(1).fixed()));
    var along =
        perItem(difference.mul(real)).div(perItem(real.square()).maximum(Tensor.constant(LEAST)));
    var push = difference.sub(along.mul(real).mul((float) apg));
    return conditional.add(push.mul((float) (scale - 1)));
  }

  private static Tensor perItem(Tensor values) { // (b, 1, 1)
    return values.sum(2).sum(1);
  }
}
