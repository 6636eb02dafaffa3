package dev.aulos.train.loss;

import dev.aulos.graph.Tensor;

/// Folds of all elements to a scalar of shape (), the last axis first.
final class Mean {
  private Mean() {}

  static Tensor of(Tensor x) {
    var mean = x;
    for (int axis = x.shape().rank() - 1; axis >= 0; axis--) {
      mean = mean.mean(axis);
    }
    return mean.reshape();
  }

  static Tensor sum(Tensor x) {
    var sum = x;
    for (int axis = x.shape().rank() - 1; axis >= 0; axis--) {
      sum = sum.sum(axis);
    }
    return sum.reshape();
  }
}
