package dev.aulos.train.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What passed a gate, and the report of what did not.
///
/// @param folder where the files are
/// @param content what they hold
/// @param entries those let in, in the order of their paths
public record Sifted(
    Path folder, Recordings.Content content, List<Manifest.Entry> entries, GateReport report) {
  public Sifted {
    entries = List.copyOf(entries);
  }

  /// The manifest of what passed.
  ///
  /// @throws DatasetException if nothing did
  public Manifest manifest() throws DatasetException {
    if (entries.isEmpty()) {
      throw new DatasetException(
          folder, "the policy lets none of its files in\n" + report.text().strip());
    }
    return new Manifest(folder, content, entries);
  }

  /// Writes `file.report.txt` and `file.report.json`, and last the manifest, each whole or not at
  /// all. If nothing passed, only the reports.
  ///
  /// @throws DatasetException if nothing passed
  public Manifest write(Path file) throws IOException {
    AtomicText.write(file.resolveSibling(file.getFileName() + ".report.txt"), report.text());
    AtomicText.write(file.resolveSibling(file.getFileName() + ".report.json"), report.json());
    var manifest = manifest();
    manifest.write(file);
    return manifest;
  }
}
