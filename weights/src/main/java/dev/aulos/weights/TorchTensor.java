package dev.aulos.weights;

import dev.aulos.graph.DType;
import dev.aulos.graph.FileRegion;
import dev.aulos.graph.NdArray;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// A tensor of a torch archive: a view of the file where its elements lie in row-major order, else
/// a copy.
final class TorchTensor implements StoredTensor {
  /// Elements that an expanded tensor may have beyond those of its storage.
  private static final long MAX_EXPANDED = 1 << 20;

  private final Path file;
  private final String name;
  private final Pickled.Tensor tensor;
  private final TorchStorage storage;

  private TorchTensor(Path file, String name, Pickled.Tensor tensor, TorchStorage storage) {
    this.file = file;
    this.name = name;
    this.tensor = tensor;
    this.storage = storage;
  }

  /// A tensor that has been found to lie within its storage.
  static TorchTensor of(Path file, String name, Pickled.Tensor tensor, TorchStorage storage)
      throws WeightFormatException {
    var checked = new TorchTensor(file, name, tensor, storage);
    if (tensor.type.isPresent()) {
      checked.check(tensor.type.get().bytes());
    }
    return checked;
  }

  private void check(int elementBytes) throws WeightFormatException {
    long available = storage.bytes() / elementBytes;
    long elements = Extents.elements(tensor.shape);
    if (elements == Extents.INVALID || elements > Math.max(available, MAX_EXPANDED)) {
      throw fault(
          "has the shape " + Arrays.toString(tensor.shape) + " on " + available + " elements");
    }
    if (span() > available || tensor.offset > available - span()) {
      throw fault(
          String.format(
              "of shape %s and strides %s at %d does not lie in its storage of %d elements",
              Arrays.toString(tensor.shape),
              Arrays.toString(tensor.strides),
              tensor.offset,
              available));
    }
  }

  /// The elements from the first to the last, those skipped included; capped, not overflowing.
  private long span() {
    long last = 0;
    for (int axis = 0; axis < tensor.shape.length; axis++) {
      long steps = tensor.shape[axis] - 1;
      if (steps < 0) {
        return 0;
      }
      if (Math.multiplyHigh(steps, tensor.strides[axis]) != 0
          || steps * tensor.strides[axis] < 0
          || steps * tensor.strides[axis] > Long.MAX_VALUE / 2 - last) {
        return Long.MAX_VALUE;
      }
      last += steps * tensor.strides[axis];
    }
    return last + 1;
  }

  private boolean isRowMajor() {
    var wanted = Extents.rowMajorStrides(tensor.shape);
    for (int axis = 0; axis < wanted.length; axis++) {
      if (tensor.shape[axis] > 1 && tensor.strides[axis] != wanted[axis]) {
        return false;
      }
    }
    return true;
  }

  private boolean isView() {
    return isRowMajor() && storage.order() == ByteOrder.LITTLE_ENDIAN;
  }

  @Override
  public long[] shape() {
    return tensor.shape.clone();
  }

  @Override
  public DType type() throws WeightFormatException {
    return tensor.type.orElseThrow(
        () -> fault("is of type " + tensor.typeName + ", which is not supported"));
  }

  @Override
  public NdArray read() throws IOException {
    var type = type();
    long from = tensor.offset * type.bytes();
    long length = span() * type.bytes();
    if (Extents.bytes(tensor.shape, type.bytes()) > Integer.MAX_VALUE
        || length > Integer.MAX_VALUE) {
      throw fault("has more than 2147483647 bytes");
    }
    var bytes = storage.read(from, length);
    return isView()
        ? NdArray.of(type, bytes, tensor.shape)
        : StridedCopy.of(type, bytes, tensor.shape, tensor.strides);
  }

  @Override
  public Optional<FileRegion> region() {
    if (tensor.type.isEmpty() || !isView()) {
      return Optional.empty();
    }
    int elementBytes = tensor.type.get().bytes();
    return storage.region(tensor.offset * elementBytes, span() * elementBytes);
  }

  private WeightFormatException fault(String fault) {
    return WeightFormatException.in(file, "tensor '" + name + "' " + fault);
  }
}
