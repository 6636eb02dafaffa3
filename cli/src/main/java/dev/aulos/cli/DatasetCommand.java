package dev.aulos.cli;

import dev.aulos.engine.RequestException;
import dev.aulos.graph.Cancellation;
import dev.aulos.train.data.AudioFolder;
import dev.aulos.train.data.DataProgress;
import dev.aulos.train.data.Gate;
import dev.aulos.train.data.GatePolicy;
import dev.aulos.train.data.LatentFolder;
import dev.aulos.train.data.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aulos dataset`: which sounds of a folder may be trained on.
@Command(
    name = "dataset",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Check a folder of sounds with captions: licences, duplicates, faults; write a manifest.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  aulos dataset sounds/ -o set.jsonl",
      "  aulos dataset sounds/ --policy policy.json --reference not-these/ -o set.jsonl"
    })
final class DatasetCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "Sounds or latents, with captions and licences.")
  private @Nullable Path folder;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "What to accept, as JSON. If absent: stated licences, whole and unlike sounds.")
  private @Nullable Path policy;

  @Option(
      names = "--reference",
      paramLabel = "FOLDER",
      description = "Sounds that nothing in the set may resemble.")
  private @Nullable Path reference;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The manifest to write; reports are written beside it.")
  private @Nullable Path output;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException {
    if (folder == null || output == null) {
      throw new RequestException("which folder, and which manifest to write (-o)?");
    }
    check(folder, output);
    return Main.DONE;
  }

  private void check(Path sounds, Path manifest) throws IOException {
    var cancellation = Cancellation.create();
    Interruption.cancelling(
        cancellation::cancel,
        () -> {
          try (var status = new Status(quiet)) {
            var gate = Gate.of(policy == null ? GatePolicy.usual() : GatePolicy.read(policy));
            if (reference != null) {
              gate = gate.against(AudioFolder.list(reference));
            }
            var sifted = gate.sift(list(sounds), p -> show(status, p), cancellation);
            sifted.write(manifest);
            System.out.print(sifted.report().text());
            return Main.DONE;
          }
        });
  }

  /// Sounds, or, where there are such, pre-encoded latents.
  private static Recordings list(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (var files = Files.walk(folder)) {
        if (files.anyMatch(file -> file.toString().endsWith(".npy"))) {
          return LatentFolder.list(folder);
        }
      }
    }
    return AudioFolder.list(folder);
  }

  private static void show(Status status, DataProgress progress) {
    status.show(
        progress.done() + "/" + progress.total() + " " + progress.name(),
        (double) progress.done() / Math.max(1, progress.total()));
  }
}
