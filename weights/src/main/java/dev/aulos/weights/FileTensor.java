package dev.aulos.weights;

import dev.aulos.graph.DType;
import dev.aulos.graph.FileRegion;
import dev.aulos.graph.NdArray;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A row-major little-endian tensor that lies in a file as it is; mapped when first read.
final class FileTensor implements StoredTensor {
  private final String name;
  private final String typeName;
  private final long[] shape;
  private final FileRegion region;
  private @Nullable NdArray mapped;

  FileTensor(String name, String typeName, long[] shape, FileRegion region) {
    this.name = name;
    this.typeName = typeName;
    this.shape = shape.clone();
    this.region = region;
  }

  /// The type as the file spells it, also where we cannot read it.
  String typeName() {
    return typeName;
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  @Override
  public DType type() throws WeightFormatException {
    return SafetensorsTypes.named(typeName)
        .orElseThrow(() ->
            WeightFormatException.at(
                region.file(),
                region.offset(),
                "tensor '" + name + "' is of type " + typeName + ", which is not supported"));
  }

  @Override
  public synchronized NdArray read() throws IOException {
    var array = mapped;
    if (array == null) {
      var type = type();
      array =
          NdArray.of(type, FileBytes.map(region.file(), region.offset(), region.length()), shape);
      mapped = array;
    }
    return array;
  }

  @Override
  public Optional<FileRegion> region() {
    return Optional.of(region);
  }
}
