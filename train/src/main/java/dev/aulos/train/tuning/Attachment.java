package dev.aulos.train.tuning;

import dev.aulos.engine.adapters.Adapter;
import dev.aulos.engine.adapters.FittedAdapter;
import dev.aulos.engine.adapters.SingularVectors;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Weights;
import dev.aulos.models.config.UnsupportedModelException;
import dev.aulos.weights.SafetensorsWriter;
import dev.aulos.weights.WeightFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the modules that an adapter is for. The engine decides: it is given an adapter of zeros
/// for every layer, so that filters and singular vectors are those it will use when it opens what
/// was trained.
final class Attachment {
  private final Weights weights;
  private final Adaptation adaptation;
  private final List<String> layers = new ArrayList<>();

  private Attachment(Weights weights, Adaptation adaptation) {
    this.weights = weights;
    this.adaptation = adaptation;
  }

  /// The modules, in the order of the parameters.
  ///
  /// @param parameters the shapes of all
  /// @throws IllegalArgumentException if the filters are malformed or leave no module
  static List<AdaptedModule> modules(
      Weights weights, Map<String, Shape> parameters, Adaptation adaptation) throws IOException {
    var attachment = new Attachment(weights, adaptation);
    parameters.forEach((path, shape) -> {
      if (AdaptedModule.isLayer(path, shape)) {
        attachment.layers.add(path);
      }
    });
    return attachment.modules();
  }

  private List<AdaptedModule> modules() throws IOException {
    var file = Files.createTempFile("adapter", ".safetensors");
    try {
      writeZeros(file);
      var fitted = fitted(file);
      var modules = new ArrayList<AdaptedModule>();
      for (var path : layers) {
        if (fitted.paths().contains(path)) {
          modules.add(module(path, fitted));
        }
      }
      return List.copyOf(modules);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private FittedAdapter fitted(Path file) throws IOException {
    try {
      return FittedAdapter.of(Adapter.read(file), weights);
    } catch (UnsupportedModelException | WeightFormatException e) {
      throw new IllegalArgumentException(
          String.format(
              "include %s, exclude %s: %s; modules are such as '%s'",
              adaptation.include(),
              adaptation.exclude(),
              e.getMessage(),
              layers.isEmpty() ? "none" : AdaptedModule.name(layers.get(0))),
          e);
    }
  }

  /// Of the smallest factors that reach the same modules.
  private void writeZeros(Path file) throws IOException {
    var form = adaptation.form().extraSmall() ? AdapterForm.LORA_XS : AdapterForm.LORA;
    int rank = form.extraSmall() ? adaptation.rank() : 1;
    var probe = Adaptation.of(form, rank).withModules(adaptation.include(), adaptation.exclude());
    var writer = new SafetensorsWriter().note(AdapterExport.CONFIG, probe.description());
    for (var path : layers) {
      factors(path, probe)
          .forEach((key, shape) ->
              writer.add(
                  AdaptedModule.key(AdaptedModule.name(path), key),
                  NdArray.zeros(DType.F32, shape)));
    }
    writer.write(file);
  }

  private Map<String, long[]> factors(String path, Adaptation probe) {
    var shape = weights.shape(path);
    long rows = shape[0];
    long columns = columns(shape);
    var shapes = new LinkedHashMap<String, long[]>();
    if (probe.form().extraSmall()) {
      long rank = Math.min(probe.rank(), Math.min(rows, columns));
      shapes.put(AdapterForm.CORE, new long[] {rank, rank});
    } else {
      shapes.put(AdapterForm.A, new long[] {1, columns});
      shapes.put(AdapterForm.B, new long[] {rows, 1});
    }
    return shapes;
  }

  private static long columns(long[] shape) {
    long columns = 1;
    for (int axis = 1; axis < shape.length; axis++) {
      columns *= shape[axis];
    }
    return columns;
  }

  private AdaptedModule module(String path, FittedAdapter fitted) {
    var shape = weights.shape(path);
    var weight = weights.get(path).toF32().reshape(shape[0], columns(shape));
    var vectors = adaptation.form().extraSmall() ? fitted.singularVectors(path) : none();
    return new AdaptedModule(
        AdaptedModule.name(path),
        path,
        weight,
        vectors.map(s -> new AdaptedModule.Vectors(s.u(), s.v())));
  }

  private static Optional<SingularVectors> none() {
    return Optional.empty();
  }
}
