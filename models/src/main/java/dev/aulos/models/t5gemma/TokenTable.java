package dev.aulos.models.t5gemma;

import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.nio.Buffer;
import java.util.Arrays;

/// The vectors of all tokens, (vocabulary, width), read where they are stored and in the type they
/// are stored in: the published one would take 786 MB as F32.
public final class TokenTable {
  private final NdArray table;

  private TokenTable(NdArray table) {
    this.table = table;
  }

  /// The table that an encoder looks tokens up in.
  ///
  /// @throws IllegalArgumentException if it is missing or has another shape
  public static TokenTable of(T5GemmaEncoder encoder, Weights weights) {
    var path = encoder.tablePath();
    var expected = encoder.table().shape().fixed();
    if (!weights.paths().contains(path)) {
      throw new IllegalArgumentException("parameter '" + path + "' is missing");
    }
    if (!Arrays.equals(weights.shape(path), expected)) {
      throw new IllegalArgumentException(
          String.format(
              "parameter '%s' is %s, expected %s",
              path, Arrays.toString(weights.shape(path)), Arrays.toString(expected)));
    }
    return new TokenTable(weights.get(path));
  }

  /// The vectors of some tokens as F32 (1, ids, width).
  ///
  /// @throws IllegalArgumentException if an id is not in the vocabulary
  public NdArray rows(int... ids) {
    int width = (int) table.dim(1);
    var rows = new float[ids.length * width];
    for (int i = 0; i < ids.length; i++) {
      row(ids[i], i).toF32().floats().get(rows, i * width, width);
    }
    return NdArray.of(rows, 1, ids.length, width);
  }

  private NdArray row(int id, int place) {
    if (id < 0 || id >= table.dim(0)) {
      throw new IllegalArgumentException(
          "token id " + id + " at place " + place + ": expected 0 to " + (table.dim(0) - 1));
    }
    int bytes = (int) table.dim(1) * table.type().bytes();
    var view = table.bytes();
    Buffer ends = view;
    ends.limit((id + 1) * bytes);
    ends.position(id * bytes);
    return NdArray.of(table.type(), view.slice(), table.dim(1));
  }
}
