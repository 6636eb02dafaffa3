package dev.aulos.engine;

import dev.aulos.engine.adapters.Adapter;
import dev.aulos.engine.adapters.AdapterLayer;
import dev.aulos.engine.adapters.AdapterStack;
import dev.aulos.engine.adapters.FittedAdapter;
import dev.aulos.graph.Weights;
import dev.aulos.models.config.UnsupportedModelException;
import dev.aulos.weights.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The adapters of one model: found, read once, fitted to its weights.
final class AdapterShelf {
  private final Weights base;
  private final List<Path> places;
  private final Map<String, FittedAdapter> fitted = new HashMap<>();

  /// A shelf for the model with these untouched weights.
  ///
  /// @param places folders in which files are looked for that are not where they are said to be
  AdapterShelf(Weights base, List<Path> places) {
    this.base = base;
    this.places = List.copyOf(places);
  }

  /// The layers that uses are, in order.
  ///
  /// @throws RequestException if a file is missing, broken, not for this model, or not the one that
  ///   was meant
  List<AdapterLayer> layers(List<AdapterUse> uses) {
    var layers = new ArrayList<AdapterLayer>();
    for (var use : uses) {
      layers.add(
          new AdapterLayer(adapter(use), use.strength(), use.from(), use.to(), use.filter()));
    }
    return layers;
  }

  AdapterStack stack(List<AdapterUse> uses) {
    return AdapterStack.of(base, layers(uses));
  }

  /// Uses as they stand in a take: with the name of each file, not its place, and its fingerprint.
  List<AdapterUse> recorded(List<AdapterUse> uses) {
    var recorded = new ArrayList<AdapterUse>();
    for (var use : uses) {
      var name = use.file().getFileName();
      recorded.add(
          use.withFile(name == null ? use.file() : name)
              .withFingerprint(adapter(use).adapter().fingerprint()));
    }
    return recorded;
  }

  private synchronized FittedAdapter adapter(AdapterUse use) {
    var file = found(use.file());
    try {
      var fingerprint = Fingerprint.quick(file);
      if (use.fingerprint().isPresent() && !use.fingerprint().get().equals(fingerprint)) {
        throw new RequestException(
            file + ": is not the adapter that was used; it has the same name but other content");
      }
      var known = fitted.get(fingerprint);
      if (known == null) {
        known = FittedAdapter.of(Adapter.read(file), base);
        fitted.put(fingerprint, known);
      }
      return known;
    } catch (IOException | UnsupportedModelException e) {
      throw new RequestException("adapter " + e.getMessage());
    }
  }

  private Path found(Path file) {
    if (Files.isRegularFile(file)) {
      return file;
    }
    for (var place : places) {
      var candidate = place.resolve(String.valueOf(file.getFileName()));
      if (Files.isRegularFile(candidate)) {
        return candidate;
      }
    }
    throw new RequestException(
        "adapter " + file + ": no such file" + (places.isEmpty() ? "" : ", nor in " + places));
  }
}
