package dev.aulos.nano;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import dev.aulos.weights.Safetensors;
import dev.aulos.weights.SafetensorsWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.stream.Stream;

/// Weights in three eighths of their bytes: matrices as whole numbers of 12 bits with one factor
/// for each row; everything else as it is. Under the name of a matrix are the upper 8 bits, under
/// `<name>.low` the lower 4, two to a byte, the first one in its upper half, and under
/// `<name>.scale` the factors.
public final class PackedWeights {
  private static final String SCALE = ".scale";
  private static final String LOW = ".low";
  private static final int MOST = 2047;
  private static final int LEAST = 4096; // elements; below, packing saves nothing to speak of

  private PackedWeights() {}

  /// Writes F32 weights packed.
  public static void pack(Weights weights, Path file) throws IOException {
    var writer = new SafetensorsWriter();
    for (var path : weights.paths()) {
      var array = weights.get(path).toF32();
      if (array.rank() < 2 || array.size() < LEAST) {
        writer.add(path, array);
      } else {
        pack(path, array, writer);
      }
    }
    writer.write(file);
  }

  private static void pack(String path, NdArray array, SafetensorsWriter writer) {
    int rows = (int) array.dim(0);
    int width = array.size() / rows;
    var values = array.toFloats();
    var scales = new float[rows];
    var high = NdArray.zeros(DType.I8, array.shape());
    var low = NdArray.zeros(DType.U8, (values.length + 1) / 2);
    for (int row = 0; row < rows; row++) {
      float most = 0;
      for (int i = 0; i < width; i++) {
        most = Math.max(most, Math.abs(values[row * width + i]));
      }
      scales[row] = most / MOST;
      for (int i = row * width; i < (row + 1) * width && most > 0; i++) {
        int number = Math.round(values[i] / scales[row]);
        high.bytes().put(i, (byte) (number >> 4));
        int both = low.bytes().get(i / 2) | ((number & 15) << shift(i));
        low.bytes().put(i / 2, (byte) both);
      }
    }
    writer.add(path, high).add(path + LOW, low).add(path + SCALE, NdArray.of(scales, rows));
  }

  private static int shift(int i) {
    return i % 2 == 0 ? 4 : 0;
  }

  /// Writes packed weights as F32.
  ///
  /// @param packed a file as [#pack] writes it
  public static void unpack(InputStream packed, Path file) throws IOException {
    var folder = Objects.requireNonNull(file.getParent());
    var copy = Files.createTempFile(folder, "packed-", ".safetensors");
    try {
      Files.copy(packed, copy, StandardCopyOption.REPLACE_EXISTING);
      var weights = Safetensors.open(copy);
      var writer = new SafetensorsWriter();
      for (var path : weights.paths()) {
        if (weights.type(path) == DType.I8) {
          writer.add(path, unpacked(path, weights));
        } else if (!belongsToMatrix(path, weights)) {
          writer.add(path, weights.get(path));
        }
      }
      writer.write(file);
    } finally {
      Files.delete(copy);
    }
  }

  private static boolean belongsToMatrix(String path, Weights weights) {
    return Stream.of(SCALE, LOW)
        .filter(path::endsWith)
        .map(end -> path.substring(0, path.length() - end.length()))
        .anyMatch(name -> weights.paths().contains(name) && weights.type(name) == DType.I8);
  }

  private static NdArray unpacked(String path, Weights weights) {
    var high = weights.get(path);
    var low = weights.get(path + LOW).bytes();
    var scales = weights.get(path + SCALE).floats();
    int width = high.size() / (int) high.dim(0);
    var bytes = high.bytes();
    var values = new float[high.size()];
    for (int i = 0; i < values.length; i++) {
      int number = (bytes.get(i) << 4) | ((low.get(i / 2) >> shift(i)) & 15);
      values[i] = number * scales.get(i / width);
    }
    return NdArray.of(values, high.shape());
  }
}
