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

/// Weights in a quarter of their bytes: matrices as whole numbers from −127 to 127 with one factor
/// for each row, beside them under `<name>.scale`; everything else as it is.
public final class PackedWeights {
  private static final String SCALE = ".scale";
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
    var packed = NdArray.zeros(DType.I8, array.shape());
    var bytes = packed.bytes();
    for (int row = 0; row < rows; row++) {
      float most = 0;
      for (int i = 0; i < width; i++) {
        most = Math.max(most, Math.abs(values[row * width + i]));
      }
      scales[row] = most / 127;
      for (int i = 0; i < width && most > 0; i++) {
        bytes.put(row * width + i, (byte) Math.round(values[row * width + i] / scales[row]));
      }
    }
    writer.add(path, packed).add(path + SCALE, NdArray.of(scales, rows));
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
          writer.add(path, unpacked(weights.get(path), weights.get(path + SCALE)));
        } else if (!isScale(path, weights)) {
          writer.add(path, weights.get(path));
        }
      }
      writer.write(file);
    } finally {
      Files.delete(copy);
    }
  }

  private static boolean isScale(String path, Weights weights) {
    return path.endsWith(SCALE)
        && weights.paths().contains(path.substring(0, path.length() - SCALE.length()));
  }

  private static NdArray unpacked(NdArray packed, NdArray scales) {
    int rows = scales.size();
    int width = packed.size() / rows;
    var bytes = packed.bytes();
    var values = new float[packed.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.get(i) * scales.floats().get(i / width);
    }
    return NdArray.of(values, packed.shape());
  }
}
