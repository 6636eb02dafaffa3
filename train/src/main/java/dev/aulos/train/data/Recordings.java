package dev.aulos.train.data;

import java.nio.file.Path;
import java.util.List;

/// All that a folder holds to learn from, in the order of names.
///
/// @param folder where the files are
/// @param content what they hold
/// @param all at least one
public record Recordings(Path folder, Content content, List<Recording> all) {
  /// What the files of a set hold.
  public enum Content {
    /// Sounds.
    AUDIO,
    /// Latents, encoded before.
    LATENT
  }

  public Recordings {
    all = List.copyOf(all);
  }
}
