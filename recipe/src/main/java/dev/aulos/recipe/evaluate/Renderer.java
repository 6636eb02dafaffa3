package dev.aulos.recipe.evaluate;

/// Makes sound of a prompt: a model with its settings, or the truth.
@FunctionalInterface
public interface Renderer {
  /// Left and right, `(2, n)`, at 44.1 kHz.
  ///
  /// @param prompt what to make
  /// @param seconds how long
  /// @param seed of its random draws; the same three give the same sound
  float[][] render(String prompt, double seconds, long seed);
}
