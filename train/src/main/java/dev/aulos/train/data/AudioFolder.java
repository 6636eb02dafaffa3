package dev.aulos.train.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A folder tree of sounds and what is said of them.
///
/// Of each sound speaks a `.json` file of its name (`caption`, `captions`, `prompt` or `text`;
/// `licence`; `source`), then a `.txt` file of its name, which is one caption; then one table of
/// all, `captions.csv` or `metadata.jsonl` (`file_name` and the same fields); and last
/// `dataset.json`, with the licence and source of all the others say nothing of.
public final class AudioFolder {
  /// What sound files are called; those that cannot be read are dropped with a word, not passed
  /// over.
  private static final Set<String> EXTENSIONS =
      Set.of(
          "wav", "wave", "rf64", "bwf", "aif", "aiff", "aifc", "flac", "mp3", "ogg", "opus", "m4a",
          "aac", "wma");

  private AudioFolder() {}

  /// Lists a folder's sounds without reading them.
  ///
  /// @throws DatasetException if there are none, or something said of them is broken; with all
  ///   faults of all sounds
  public static Recordings list(Path folder) throws IOException {
    var files = FolderListing.of(folder, EXTENSIONS);
    if (files.isEmpty()) {
      throw new DatasetException(
          folder, "no sound files in it or below it, expected .wav or .aiff files");
    }
    var table = FactsTable.of(folder);
    var defaults = defaults(folder);
    List<Recording> recordings = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (var entry : files.entrySet()) {
      var tabled = table.take(entry.getKey());
      try {
        var facts = beside(entry.getValue()).or(tabled).or(defaults);
        recordings.add(Recording.of(entry.getValue(), entry.getKey(), facts));
      } catch (DatasetException e) {
        faults.add(String.valueOf(e.getMessage()));
      }
    }
    faults.addAll(table.leftovers());
    if (!faults.isEmpty()) {
      throw DatasetException.ofAll(folder, faults);
    }
    return new Recordings(folder, Recordings.Content.AUDIO, recordings);
  }

  /// What files beside the sound say of it.
  private static Facts beside(Path sound) throws IOException {
    var json = FolderListing.beside(sound, ".json");
    var text = FolderListing.beside(sound, ".txt");
    var facts = Files.isRegularFile(json) ? facts(json) : Facts.NONE;
    return Files.isRegularFile(text) ? facts.or(Facts.caption(JsonText.text(text))) : facts;
  }

  private static Facts defaults(Path folder) throws IOException {
    var file = folder.resolve("dataset.json");
    if (!Files.exists(file)) {
      return Facts.NONE;
    }
    var facts = facts(file);
    if (!facts.captions().isEmpty()) {
      throw new DatasetException(
          file, "has a caption, which no set of sounds shares; expected licence and source");
    }
    return facts;
  }

  static Facts facts(Path json) throws IOException {
    try {
      return Facts.of(JsonText.read(json));
    } catch (Facts.FieldException e) {
      throw new DatasetException(json, e.fault(), e);
    }
  }
}
