package dev.aulos.train.data;

import dev.aulos.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// A manifest's files, whose hashes were found right at the start and whose sizes and times are
/// looked at each time one is asked for.
record VerifiedFiles(Manifest manifest, List<Stamp> stamps) {
  static VerifiedFiles of(
      Manifest manifest,
      Recordings.Content content,
      Consumer<DataProgress> progress,
      Cancellation cancellation)
      throws IOException {
    if (manifest.content() != content) {
      throw new DatasetException(
          manifest.folder(),
          String.format("the manifest is of %s, expected %s", manifest.content(), content));
    }
    List<Stamp> stamps = new ArrayList<>();
    for (var entry : manifest.entries()) {
      var file = manifest.file(entry);
      stamps.add(Files.exists(file) ? Stamp.of(file) : new Stamp(-1, 0));
    }
    manifest.verify(progress, cancellation);
    return new VerifiedFiles(manifest, stamps);
  }

  Manifest.Entry entry(int i) {
    return manifest.entries().get(i);
  }

  /// A file that has not changed since.
  Path file(int i) throws IOException {
    var file = manifest.file(entry(i));
    if (!Stamp.of(file).equals(stamps.get(i))) {
      throw new DatasetException(
          file, "has changed since training started; run the gate again and start anew");
    }
    return file;
  }

  /// One of an item's captions.
  Optional<String> caption(int i, RandomGenerator random) {
    var captions = entry(i).captions();
    return captions.isEmpty()
        ? Optional.empty()
        : Optional.of(captions.get(SplitMix.below(random, captions.size())));
  }
}
