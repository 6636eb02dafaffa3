package dev.aulos.train.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A folder tree of latents as `aulos pre-encode` and stable-audio-tools write them: each a `.npy`
/// file, (latentChannels, frames), and a `.json` file of its name with what is known of it.
public final class LatentFolder {
  private LatentFolder() {}

  /// Lists a folder's latents without reading them.
  ///
  /// @throws DatasetException if there are none, or what is known of one is missing or broken; with
  ///   all faults of all latents
  public static Recordings list(Path folder) throws IOException {
    var files = FolderListing.of(folder, Set.of("npy"));
    if (files.isEmpty()) {
      throw new DatasetException(
          folder, "no latents in it or below it, expected .npy files; make them by pre-encode");
    }
    var shared = folder.resolve("dataset.json");
    var defaults = Files.exists(shared) ? AudioFolder.facts(shared) : Facts.NONE;
    List<Recording> recordings = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (var entry : files.entrySet()) {
      try {
        var facts = LatentFacts.read(entry.getValue()).facts().or(defaults);
        recordings.add(Recording.of(entry.getValue(), entry.getKey(), facts));
      } catch (DatasetException e) {
        faults.add(String.valueOf(e.getMessage()));
      }
    }
    if (!faults.isEmpty()) {
      throw DatasetException.ofAll(folder, faults);
    }
    return new Recordings(folder, Recordings.Content.LATENT, recordings);
  }
}
