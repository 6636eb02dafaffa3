package dev.aulos.train.discriminator;

import dev.aulos.graph.Tensor;
import java.util.List;

/// What a discriminator says about a batch at one scale.
///
/// @param scores one for each place it looked at, high for real
/// @param features the activations of every layer on the way
public record Judgement(Tensor scores, List<Tensor> features) {
  /// Copies the list.
  public Judgement {
    features = List.copyOf(features);
  }
}
