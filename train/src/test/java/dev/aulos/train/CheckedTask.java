package dev.aulos.train;

import dev.aulos.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// A task each step of which is checked before parameters move.
public record CheckedTask(TrainingTask task, Check check) implements TrainingTask {
  /// Looks at what a step said of these parameters.
  @FunctionalInterface
  public interface Check {
    /// @throws AssertionError if that is not right
    void of(long step, Parameters parameters, Map<String, Double> numbers);
  }

  @Override
  public Parameters start() {
    return task.start();
  }

  @Override
  public Update update(long step, TrainingRun.Settings settings) {
    return task.update(step, settings);
  }

  @Override
  public Map<String, Double> step(
      long step, Parameters parameters, Parameters gradients, Cancellation cancellation) {
    var numbers = task.step(step, parameters, gradients, cancellation);
    check.of(step, parameters, numbers);
    return numbers;
  }

  @Override
  public void export(Path folder, Parameters parameters) throws IOException {
    task.export(folder, parameters);
  }

  @Override
  public void close() {
    task.close();
  }
}
