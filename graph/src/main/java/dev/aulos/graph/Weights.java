package dev.aulos.graph;

import java.util.Set;

/// Stored parameters by path: what a [Backend] binds to the parameters of a [Graph].
public interface Weights {
  /// The paths present.
  Set<String> paths();

  /// The parameter stored at `path`, in its stored type and without a copy where the store allows.
  ///
  /// @throws IllegalArgumentException if there is none
  NdArray get(String path);

  /// The shape of the parameter stored at `path`, known without reading its values.
  long[] shape(String path);
}
