package dev.aulos.train.data;

import dev.aulos.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The files that a gate let in, and all that training knows of them. Training reads no others, and
/// none that has changed since.
///
/// @param folder where the files are
/// @param content what they hold
/// @param entries at least one, in the order of their paths
public record Manifest(Path folder, Recordings.Content content, List<Entry> entries) {
  public Manifest {
    entries = List.copyOf(entries);
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("a manifest has no entries, expected at least one");
    }
  }

  /// One file.
  ///
  /// @param path within the folder, with `/` between folders
  /// @param sha256 of the file's bytes, hexadecimal
  /// @param seconds of the whole sound
  /// @param captions any of which describes it; none if it is learnt without condition
  /// @param fingerprint none of a latent
  public record Entry(
      String path,
      String sha256,
      double seconds,
      List<String> captions,
      Optional<String> licence,
      Optional<String> source,
      Optional<Fingerprint.Summary> fingerprint) {
    public Entry {
      captions = List.copyOf(captions);
    }
  }

  /// Reads a manifest as [#write] writes it.
  ///
  /// @throws DatasetException if it is broken
  public static Manifest read(Path file) throws IOException {
    return ManifestText.read(file);
  }

  /// Writes one JSON object a line: the first says where the files are, seen from the manifest, and
  /// each other is an entry. The file appears whole or not at all.
  public void write(Path file) throws IOException {
    AtomicText.write(file, ManifestText.of(this, file));
  }

  /// An entry's file.
  public Path file(Entry entry) {
    return folder.resolve(entry.path());
  }

  /// The length of all sounds together.
  public double seconds() {
    return entries.stream().mapToDouble(Entry::seconds).sum();
  }

  /// Compares every file with its hash.
  ///
  /// @throws DatasetException with all files that are gone or have changed
  /// @throws java.util.concurrent.CancellationException if it is cancelled
  public void verify(Consumer<DataProgress> progress, Cancellation cancellation)
      throws IOException {
    var passage = new Passage(progress, cancellation);
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      passage.next(DataProgress.Stage.VERIFYING, i, entries.size(), entry.path());
      var file = file(entry);
      if (!Files.isRegularFile(file)) {
        faults.add(file + ": is gone since the manifest was written; run the gate again");
      } else if (!Digest.of(file).equals(entry.sha256())) {
        faults.add(file + ": has changed since the manifest was written; run the gate again");
      }
    }
    if (!faults.isEmpty()) {
      throw DatasetException.ofAll(folder, faults);
    }
  }
}
