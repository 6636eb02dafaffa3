package dev.aulos.engine;

import dev.aulos.engine.adapters.AdapterLayer;
import dev.aulos.engine.adapters.Merging;
import dev.aulos.graph.Weights;
import dev.aulos.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Adapters made part of a checkpoint: a plain model file, which needs them no more.
public final class Adapters {
  private Adapters() {}

  /// How the changes of several adapters come together.
  private interface Way {
    Weights of(Weights base, List<AdapterLayer> layers);
  }

  /// Writes the weights that a generation with these adapters uses, each adapter seeing what those
  /// before it made, as one safetensors file in the types of the base.
  ///
  /// @param base the model's weights: a file, or a folder with one
  /// @throws RequestException if an adapter is missing, broken, not for this model, or acts at some
  ///   noise levels only
  public static void merge(Path base, List<AdapterUse> uses, Path out) throws IOException {
    write(base, uses, out, Merging::folded);
  }

  /// Writes `W + Σ sᵢ·(fᵢ(W) − W)` for each weight, as the reference merges: every adapter sees the
  /// untouched weight at full strength, and its strength s is how much of its change is taken.
  ///
  /// @param base the model's weights: a file, or a folder with one
  /// @throws RequestException if an adapter is missing, broken, not for this model, or acts at some
  ///   noise levels only
  public static void blend(Path base, List<AdapterUse> uses, Path out) throws IOException {
    write(base, uses, out, Merging::blended);
  }

  private static void write(Path base, List<AdapterUse> uses, Path out, Way way)
      throws IOException {
    if (uses.isEmpty()) {
      throw new RequestException("merging without an adapter: name at least one");
    }
    var weights = Checkpoint.open(base);
    if (Files.exists(out) && Files.isSameFile(out, weights.origin().file())) {
      throw new RequestException(out + ": is what is read; write to another file");
    }
    var layers = new AdapterShelf(weights, List.of()).layers(uses);
    Weights merged;
    try {
      merged = way.of(weights, layers);
    } catch (IllegalArgumentException e) {
      throw new RequestException(String.valueOf(e.getMessage()));
    }
    Merging.write(merged, out);
  }
}
