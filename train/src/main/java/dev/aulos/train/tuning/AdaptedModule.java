package dev.aulos.train.tuning;

import dev.aulos.graph.NdArray;
import dev.aulos.graph.Shape;
import java.util.Optional;

/// A layer whose weight is adapted.
///
/// @param name what adapters' files call it: its path below `model.` or `conditioner.`
/// @param path of its weight
/// @param weight the untouched weight as a matrix, (out, in · kernel)
/// @param vectors the leading singular vectors of it, for forms that need them
record AdaptedModule(String name, String path, NdArray weight, Optional<Vectors> vectors) {
  private static final String WEIGHT = ".weight";
  private static final String FREQUENCIES = "timestep_features"; // a matrix, but no layer's

  /// Left (out, r) and right (in, r) singular vectors.
  record Vectors(NdArray u, NdArray v) {}

  /// Whether a parameter is the weight of a linear or convolutional layer.
  static boolean isLayer(String path, Shape shape) {
    return path.endsWith(WEIGHT) && !path.contains(FREQUENCIES) && shape.rank() >= 2;
  }

  /// What adapters' files call the layer of a weight.
  static String name(String path) {
    int start = path.indexOf('.') + 1;
    return path.substring(start, path.length() - WEIGHT.length());
  }

  /// The name in files of a factor.
  static String key(String module, String factor) {
    return module + ".parametrizations.weight.0." + factor;
  }

  String key(String factor) {
    return key(name, factor);
  }

  int rows() {
    return (int) weight.dim(0);
  }

  int columns() {
    return (int) weight.dim(1);
  }
}
