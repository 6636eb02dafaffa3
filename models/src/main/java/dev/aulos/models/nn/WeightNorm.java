package dev.aulos.models.nn;

import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;

/// A weight as trainers have it: `g · v / ‖v‖`, the norm over all axes but the first
/// (arXiv:1602.07868).
///
/// @param magnitude g, of as many numbers as the direction has rows
/// @param direction v, of the weight's own shape
public record WeightNorm(Tensor magnitude, Tensor direction) {
  /// The weight, of the direction's shape.
  public Tensor weight() {
    long rows = direction.dim(0).fixed();
    var v = direction.reshape(Shape.of(rows, elements() / rows));
    var scale = magnitude.reshape(rows, 1).div(v.square().sum(1).sqrt());
    return v.mul(scale).reshape(direction.shape());
  }

  private long elements() {
    long elements = 1;
    for (long extent : direction.shape().fixed()) {
      elements *= extent;
    }
    return elements;
  }
}
