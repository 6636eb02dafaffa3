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
import java.util.Optional;
import java.util.Set;

/// A model's weights under the names of the published checkpoints, from whatever file holds them.
///
/// Reads safetensors, a sharded safetensors index, and what `torch.save` wrote; unwraps training
/// checkpoints, where it prefers the averaged weights.
public final class Checkpoint implements Weights {
  /// The kinds of file a checkpoint can be.
  public enum Kind {
    /// One safetensors file.
    SAFETENSORS,
    /// Several safetensors files behind an index.
    SHARDED_SAFETENSORS,
    /// A zip made by `torch.save`.
    TORCH,
    /// A folder in the layout of the diffusers library.
    DIFFUSERS_FOLDER
  }

  /// Where weights come from; `ema` says whether averages took the place of trained weights.
  public record Origin(Path file, Kind kind, boolean ema) {}

  private static final List<String> FILES_OF_A_FOLDER =
      List.of("model.safetensors", "model.safetensors.index.json", "model.ckpt", "vae_model.ckpt");

  private final Weights weights;
  private final Origin origin;
  private final List<String> ignored;

  private Checkpoint(Weights weights, Origin origin, List<String> ignored) {
    this.weights = weights;
    this.origin = origin;
    this.ignored = List.copyOf(ignored);
  }

  /// Opens a file, or the model file of a folder. An index is known by its name, which ends in
  /// `.json`; of other files their first bytes decide.
  ///
  /// @throws WeightFormatException if it is none of the known kinds, or broken
  public static Checkpoint open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return openFolder(path);
    }
    if (TorchFile.isTorch(path)) {
      var torch = TorchFile.open(path);
      return flat(torch.weights(), path, Kind.TORCH, torch.ignored());
    }
    if (path.toString().endsWith(".json")) {
      return flat(Safetensors.openSharded(path), path, Kind.SHARDED_SAFETENSORS, List.of());
    }
    return flat(Safetensors.open(path), path, Kind.SAFETENSORS, List.of());
  }

  private static Checkpoint openFolder(Path folder) throws IOException {
    for (var name : FILES_OF_A_FOLDER) {
      if (Files.exists(folder.resolve(name))) {
        return open(folder.resolve(name));
      }
    }
    var parts = DiffusersFolder.open(folder);
    var origin = new Origin(folder, Kind.DIFFUSERS_FOLDER, false);
    return new Checkpoint(parts, origin, parts.ignored());
  }

  private static Checkpoint flat(Weights stored, Path file, Kind kind, List<String> ignored) {
    var names = CheckpointNames.of(stored.paths());
    var all = new ArrayList<>(ignored);
    all.addAll(names.ignored());
    var origin = new Origin(file, kind, names.usesEma());
    return new Checkpoint(new Renamed(stored, names.sources()), origin, all);
  }

  /// Where the weights come from.
  public Origin origin() {
    return origin;
  }

  /// What the file holds besides, by the file's own names: optimizer states, losses, and trained
  /// weights whose averages are used.
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
    return origin.file().toString();
  }
}
