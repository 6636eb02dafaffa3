package dev.aulos.train;

import dev.aulos.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;

/// What a [TrainingRun] repeats: from parameters to a loss and its gradients. A step depends on its
/// number and on the parameters alone, so that a resumed run equals an uninterrupted one.
public interface TrainingTask extends AutoCloseable {
  /// The values training starts from.
  Parameters start();

  /// Computes one step.
  ///
  /// @param step counts from 1
  /// @param gradients receives the gradients
  /// @return numbers to show by name, among them `loss`, but where an opponent moves
  Map<String, Double> step(
      long step, Parameters parameters, Parameters gradients, Cancellation cancellation);

  /// The loss on what is held out, comparable from one time to the next; none where nothing is.
  ///
  /// @param parameters the moving average
  default OptionalDouble heldOutLoss(Parameters parameters, Cancellation cancellation) {
    return OptionalDouble.empty();
  }

  /// What a step moves, and how: all parameters, as the run is set, unless a task says otherwise.
  ///
  /// @param step counts from 1
  default Update update(long step, TrainingRun.Settings settings) {
    return new Update(path -> true, step, settings.rate(), settings.optimizer());
  }

  /// Writes what a user of the model needs.
  ///
  /// @param folder exists
  /// @param parameters the moving average
  void export(Path folder, Parameters parameters) throws IOException;

  @Override
  void close();
}
