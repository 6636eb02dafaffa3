package dev.aulos.weights;

import dev.aulos.graph.DType;
import dev.aulos.graph.FileRegion;
import dev.aulos.graph.NdArray;
import java.io.IOException;
import java.util.Optional;

/// One tensor of a store: what it is, and its values when asked.
interface StoredTensor {
  /// The shape, known without reading values.
  long[] shape();

  /// The element type.
  ///
  /// @throws WeightFormatException if it is a type we do not read
  DType type() throws WeightFormatException;

  /// The values; a view of a mapped file where that is possible.
  NdArray read() throws IOException;

  /// Where the bytes of [#read] lie in a file, if they lie there unchanged.
  Optional<FileRegion> region();
}
