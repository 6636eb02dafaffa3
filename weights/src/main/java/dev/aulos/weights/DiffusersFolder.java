package dev.aulos.weights;

import dev.aulos.graph.DType;
import dev.aulos.graph.FileRegion;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A model folder in the layout of the diffusers library, under the names of the published
/// checkpoints: `model.model.`, `conditioner.conditioners.` and `pretransform.model.`.
///
/// Reads what there is of `transformer`, `projection_model` or `conditioner`, and `vae`. Split
/// attention projections are joined; the rotary frequencies, which this layout does not store, are
/// missing.
public final class DiffusersFolder implements Weights {
  private static final List<String> FILES =
      List.of(
          "diffusion_pytorch_model.safetensors",
          "diffusion_pytorch_model.safetensors.index.json",
          "model.safetensors",
          "model.safetensors.index.json",
          "diffusion_pytorch_model.fp16.safetensors",
          "diffusion_pytorch_model.bin");

  private final Path folder;
  private final Weights weights;
  private final List<String> ignored;

  private DiffusersFolder(Path folder, Weights weights, List<String> ignored) {
    this.folder = folder;
    this.weights = weights;
    this.ignored = List.copyOf(ignored);
  }

  /// Opens a folder.
  ///
  /// @throws WeightFormatException if it has none of the parts, or one is broken
  public static DiffusersFolder open(Path folder) throws IOException {
    var parts = new ArrayList<Weights>();
    var ignored = new ArrayList<String>();
    for (var name : List.of("transformer", "projection_model", "conditioner", "vae")) {
      if (Files.isDirectory(folder.resolve(name))) {
        parts.add(openPart(folder.resolve(name), name, ignored));
      }
    }
    if (parts.isEmpty()) {
      throw WeightFormatException.in(
          folder, "has neither a model file nor a folder transformer, projection_model or vae");
    }
    return new DiffusersFolder(folder, WeightViews.union(parts.toArray(Weights[]::new)), ignored);
  }

  private static Weights openPart(Path part, String name, List<String> ignored) throws IOException {
    var stored = openFile(part);
    var unknown = new ArrayList<String>();
    var named =
        switch (name) {
          case "transformer" ->
              below("model.model.", DiffusersNames.TRANSFORMER, stored, Map.of(), unknown);
          case "vae" ->
              below("pretransform.model.", DiffusersNames.OOBLECK, stored, blocks(stored), unknown);
          default ->
              below(
                  "conditioner.conditioners.",
                  DiffusersNames.CONDITIONERS,
                  stored,
                  Map.of(),
                  unknown);
        };
    unknown.forEach(path -> ignored.add(name + "/" + path));
    return named;
  }

  private static Weights below(
      String prefix,
      NameMap names,
      Weights stored,
      Map<String, Integer> constants,
      List<String> unknown)
      throws WeightFormatException {
    return WeightViews.below(prefix, names.apply(stored, constants, unknown));
  }

  private static Map<String, Integer> blocks(Weights vae) {
    return Map.of("e", count(vae, "encoder.block."), "d", count(vae, "decoder.block."));
  }

  private static int count(Weights weights, String prefix) {
    return weights.paths().stream()
        .filter(path -> path.startsWith(prefix))
        .map(path -> path.substring(prefix.length()).split("\\.", 2)[0])
        .collect(Collectors.toSet())
        .size();
  }

  private static Weights openFile(Path part) throws IOException {
    for (var name : FILES) {
      var file = part.resolve(name);
      if (Files.exists(file)) {
        return name.endsWith(".bin")
            ? TorchFile.open(file).weights()
            : name.endsWith(".json") ? Safetensors.openSharded(file) : Safetensors.open(file);
      }
    }
    throw WeightFormatException.in(part, "has no weights; expected one of " + FILES);
  }

  /// Stored names that the tables do not know, as `part/name`.
  public List<String> ignored() {
    return ignored;
  }

  @Override
  public Set<String> paths() {
    return weights.paths();
  }

  @Override
  public NdArray get(String path) {
    return weights.get(path);
  }

  @Override
  public long[] shape(String path) {
    return weights.shape(path);
  }

  @Override
  public DType type(String path) {
    return weights.type(path);
  }

  @Override
  public Optional<FileRegion> region(String path) {
    return weights.region(path);
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
