package dev.aulos.train;

import dev.aulos.graph.Weights;
import dev.aulos.weights.Safetensors;
import dev.aulos.weights.SafetensorsWriter;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// All that a run must remember to go on as if it had never stopped.
///
/// @param step the number of the last step made
record TrainingState(long step, Parameters parameters, AdamW optimizer, MovingAverage average) {
  private static final String FILE = "state.safetensors";
  private static final String PARAMETERS = "parameters.";
  private static final String FIRST = "first.";
  private static final String SECOND = "second.";
  private static final String AVERAGE = "average.";
  private static final String STEP = "step";
  private static final String DECAY = "average_decay";

  static TrainingState fresh(Parameters start, TrainingRun.Settings settings) {
    return new TrainingState(
        0,
        start,
        new AdamW(settings.optimizer(), start),
        MovingAverage.of(start, settings.averageDecay()));
  }

  static boolean exists(Path folder) {
    return Files.isRegularFile(folder.resolve(FILE));
  }

  TrainingState at(long newStep) {
    return new TrainingState(newStep, parameters, optimizer, average);
  }

  /// Writes the file whole or not at all.
  void write(Path folder) throws IOException {
    var writer = new SafetensorsWriter();
    parameters
        .paths()
        .forEach(path -> {
          writer.add(PARAMETERS + path, parameters.get(path));
          writer.add(FIRST + path, optimizer.first().get(path));
          writer.add(SECOND + path, optimizer.second().get(path));
          writer.add(AVERAGE + path, average.average().get(path));
        });
    writer.note(STEP, Long.toString(step)).note(DECAY, Double.toString(average.decay()));
    writer.write(folder.resolve(FILE));
  }

  /// @throws IOException if the file is broken or of another model
  static TrainingState read(Path folder, Parameters like, AdamW.Settings settings)
      throws IOException {
    var file = folder.resolve(FILE);
    var stored = Safetensors.open(file);
    for (var path : like.paths()) {
      requireAlike(file, stored, PARAMETERS + path, like.shape(path));
    }
    var notes = stored.metadata();
    return new TrainingState(
        Long.parseLong(notes.getOrDefault(STEP, "0")),
        part(stored, PARAMETERS, like),
        new AdamW(settings, part(stored, FIRST, like), part(stored, SECOND, like)),
        new MovingAverage(
            part(stored, AVERAGE, like), Double.parseDouble(notes.getOrDefault(DECAY, "0"))));
  }

  private static Parameters part(Weights stored, String prefix, Parameters like) {
    return Parameters.copy(WeightViews.prefixed(stored, prefix), like.paths());
  }

  private static void requireAlike(Path file, Weights stored, String name, long[] shape)
      throws IOException {
    if (!stored.paths().contains(name) || !Arrays.equals(stored.shape(name), shape)) {
      throw new IOException(
          file
              + ": the checkpoint is of another model: '"
              + name
              + "' should be "
              + Arrays.toString(shape)
              + "; train in another folder, or with the configuration it was begun with");
    }
  }
}
