package dev.aulos.train;

import dev.aulos.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Sounds that a run makes now and then, so that one hears where it is. They lie in the folder
/// `demos` of the run, by the step they were made after.
public final class Demos {
  /// A run's folder of them.
  static final String FOLDER = "demos";

  private static final Pattern NAME = Pattern.compile("step-(\\d+)-(\\d+)\\.wav");

  private final List<String> prompts;
  private final long every;
  private final Maker maker;

  /// Makes a sound with the model as it is.
  @FunctionalInterface
  public interface Maker {
    /// Writes the sound of a prompt as a WAV file.
    ///
    /// @param export what the task has exported, its moving average
    void make(Path export, String prompt, Path file, Cancellation cancellation) throws IOException;
  }

  /// A sound that was made.
  ///
  /// @param file seen from the run's folder
  record Made(long step, String prompt, String file) {}

  private Demos(List<String> prompts, long every, Maker maker) {
    this.prompts = List.copyOf(prompts);
    this.every = every;
    this.maker = maker;
  }

  /// No sounds.
  public static Demos none() {
    return new Demos(List.of(), 1, (export, prompt, file, cancellation) -> {});
  }

  /// The sounds of these prompts.
  ///
  /// @param every steps from one time to the next; they are made with the first checkpoint after
  public static Demos of(List<String> prompts, long every, Maker maker) {
    if (every < 1) {
      throw new IllegalArgumentException("demos every " + every + " steps, expected at least 1");
    }
    return new Demos(prompts, every, maker);
  }

  /// Makes the sounds if it is time to.
  void make(Path run, long step, Cancellation cancellation) throws IOException {
    if (prompts.isEmpty()) {
      return;
    }
    var folder = run.resolve(FOLDER);
    long newest = made(run).stream().mapToLong(Made::step).max().orElse(0);
    if (step / every <= newest / every && newest > 0) {
      return;
    }
    Files.createDirectories(folder);
    for (int i = 0; i < prompts.size(); i++) {
      var file = folder.resolve(String.format("step-%07d-%02d.wav", step, i));
      maker.make(run.resolve("export"), prompts.get(i), file, cancellation);
    }
  }

  /// All that were made, the oldest first.
  List<Made> made(Path run) throws IOException {
    var folder = run.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> files;
    try (var listed = Files.list(folder)) {
      files = listed.sorted().collect(Collectors.toList());
    }
    var made = new ArrayList<Made>();
    for (var file : files) {
      var name = NAME.matcher(file.getFileName().toString());
      if (name.matches()) {
        int i = Integer.parseInt(name.group(2));
        var prompt = i < prompts.size() ? prompts.get(i) : "";
        made.add(
            new Made(Long.parseLong(name.group(1)), prompt, FOLDER + "/" + file.getFileName()));
      }
    }
    return made;
  }
}
