package dev.aulos.weights;

import dev.aulos.graph.DType;
import dev.aulos.graph.FileRegion;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A safetensors file: its header read and checked, its tensors mapped one by one when asked for.
///
/// Nothing needs closing; the mappings live as long as the arrays made from them. Values are mapped
/// lazily, so an I/O fault at that moment surfaces as [java.io.UncheckedIOException].
public final class Safetensors implements Weights {
  private final Path file;
  private final SafetensorsHeader header;
  private final TensorTable table;

  private Safetensors(Path file, SafetensorsHeader header) {
    this.file = file;
    this.header = header;
    this.table = new TensorTable(file.toString(), header.tensors());
  }

  /// Opens a file; only the header is read.
  ///
  /// @throws WeightFormatException if the header is not sound or does not fit the file
  public static Safetensors open(Path file) throws IOException {
    return new Safetensors(file, SafetensorsHeader.read(file));
  }

  /// Opens the files that a `…safetensors.index.json` speaks of, as one.
  ///
  /// @throws WeightFormatException if the index or a file is not sound, or they disagree
  public static Weights openSharded(Path index) throws IOException {
    return ShardedSafetensors.open(index);
  }

  /// The file.
  public Path file() {
    return file;
  }

  /// The file's own key–value notes, empty if it has none.
  public Map<String, String> metadata() {
    return header.metadata();
  }

  /// The type of a tensor as the file spells it; also of tensors whose type [#get] refuses.
  ///
  /// @throws IllegalArgumentException if there is none
  public String typeName(String path) {
    var tensor = header.tensors().get(path);
    if (tensor == null) {
      throw new IllegalArgumentException(file + " has no tensor '" + path + "'");
    }
    return tensor.typeName();
  }

  @Override
  public Set<String> paths() {
    return table.paths();
  }

  @Override
  public NdArray get(String path) {
    return table.get(path);
  }

  @Override
  public long[] shape(String path) {
    return table.shape(path);
  }

  @Override
  public DType type(String path) {
    return table.type(path);
  }

  @Override
  public Optional<FileRegion> region(String path) {
    return table.region(path);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
