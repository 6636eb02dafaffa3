package dev.aulos.train.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A sound, or its latent, as it is found in a folder: nothing but its name and what is said of it.
///
/// @param file the sound's file, or its latent's
/// @param name its path within the folder, with `/` between folders
/// @param captions any of which describes it; none if it has none
/// @param licence an SPDX identifier or expression, a name, or an address
/// @param source an address or a text
public record Recording(
    Path file,
    String name,
    List<String> captions,
    Optional<String> licence,
    Optional<String> source) {
  public Recording {
    captions = List.copyOf(captions);
  }

  static Recording of(Path file, String name, Facts facts) {
    return new Recording(file, name, facts.captions(), facts.licence(), facts.source());
  }
}
