package dev.aulos.graph;

import java.util.Optional;
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

  /// The type of the parameter as stored.
  default DType type(String path) {
    return get(path).type();
  }

  /// Where exactly the bytes of [#get] lie, if they lie in a file unchanged.
  default Optional<FileRegion> region(String path) {
    return Optional.empty();
  }
}
