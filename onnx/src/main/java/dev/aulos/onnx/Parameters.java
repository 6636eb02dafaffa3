package dev.aulos.onnx;

import dev.aulos.graph.FileRegion;
import dev.aulos.graph.Graph;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Where the parameters of one graph are stored.
///
/// Those that lie unchanged in files of one folder are left to ONNX Runtime to map: it unmaps each
/// as soon as a kernel has made its own arrangement of it, so that memory never holds both.
final class Parameters {
  private final Weights weights;
  private final Map<String, FileRegion> regions = new HashMap<>();
  private Optional<Path> folder = Optional.empty();

  private Parameters(Weights weights) {
    this.weights = weights;
  }

  /// The parameters of `graph` among the weights.
  ///
  /// @throws IllegalArgumentException if one is missing or has another shape
  static Parameters of(Graph graph, Weights weights) {
    graph.parameters().forEach((path, shape) -> check(graph, weights, path, shape));
    var parameters = new Parameters(weights);
    graph.parameters().keySet().forEach(parameters::locate);
    return parameters;
  }

  private static void check(Graph graph, Weights weights, String path, Shape expected) {
    if (!weights.paths().contains(path)) {
      throw new IllegalArgumentException(
          String.format(
              "%s: parameter '%s' is missing, expected %s; the weights hold %d parameters",
              graph.name(), path, expected, weights.paths().size()));
    }
    var found = weights.shape(path);
    if (!Arrays.equals(found, expected.fixed())) {
      throw new IllegalArgumentException(
          String.format(
              "%s: parameter '%s' is %s, expected %s",
              graph.name(), path, Arrays.toString(found), expected));
    }
  }

  private void locate(String path) {
    var region = weights.region(path).flatMap(Parameters::settled);
    if (region.isEmpty()) {
      return;
    }
    var parent = Optional.ofNullable(region.get().file().getParent());
    if (folder.isEmpty()) {
      folder = parent;
    }
    if (folder.equals(parent)) {
      regions.put(path, region.get());
    }
  }

  /// The region in the file that links lead to; none if the file is gone, for then only the mapping
  /// that the weights hold still has the bytes.
  private static Optional<FileRegion> settled(FileRegion region) {
    try {
      var file = region.file().toRealPath();
      return Optional.of(new FileRegion(file, region.offset(), region.length()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// The folder of every [#region].
  Optional<Path> folder() {
    return folder;
  }

  /// The bytes of a parameter in a file, relative to [#folder].
  Optional<FileRegion> region(String path) {
    return Optional.ofNullable(regions.get(path))
        .map(r -> new FileRegion(r.file().getFileName(), r.offset(), r.length()));
  }

  Weights weights() {
    return weights;
  }
}
