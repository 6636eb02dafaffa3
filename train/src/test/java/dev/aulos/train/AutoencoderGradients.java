package dev.aulos.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.graph.Cancellation;

/// What holds of the gradients of every autoencoder.
final class AutoencoderGradients {
  private AutoencoderGradients() {}

  /// Asserts that a task's gradients are those of differences along them, and another's the same.
  ///
  /// @param size how far the differences go
  /// @return the gradients
  static Parameters assertRight(AutoencoderTask task, AutoencoderTask other, double size) {
    var parameters = task.start();
    var gradients = parameters.zeros();
    task.step(1, parameters, gradients, Cancellation.none());
    double norm = AdamW.norm(gradients);
    double above = loss(task, Stepped.along(parameters, gradients, size / norm));
    double below = loss(task, Stepped.along(parameters, gradients, -size / norm));
    assertThat((above - below) / (2 * size)).isCloseTo(norm, within(0.01 * norm));
    var same = parameters.zeros();
    other.step(1, parameters, same, Cancellation.none());
    for (var path : parameters.paths()) {
      var a = gradients.get(path).toFloats();
      var b = same.get(path).toFloats();
      for (int i = 0; i < a.length; i++) {
        assertThat(b[i]).as(path).isCloseTo(a[i], within(1e-4f + 2e-3f * Math.abs(a[i])));
      }
    }
    return gradients;
  }

  private static double loss(AutoencoderTask task, Parameters parameters) {
    var numbers = task.step(1, parameters, parameters.zeros(), Cancellation.none());
    return numbers.getOrDefault("loss", Double.NaN);
  }
}
