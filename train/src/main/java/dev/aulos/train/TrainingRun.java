package dev.aulos.train;

import dev.aulos.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/// A training run in a folder: it goes on from its newest checkpoint, and writes the next ones,
/// with `report.html`, a page of all its curves. Where a task holds data out, the loss on it is
/// measured before the first step and at every checkpoint, with the averaged parameters, and the
/// checkpoint where it was lowest is kept beside the newest.
public final class TrainingRun {
  private static final String EXPORT = "export";
  private static final String BEST = "best";

  private final Path folder;
  private final TrainingTask task;
  private final Settings settings;
  private final Journal journal;
  private TrainingState state;
  private Demos demos = Demos.none();
  private int patience = Integer.MAX_VALUE;

  /// How a run moves its parameters, and when it stops and keeps them.
  ///
  /// @param steps the number of the last step
  /// @param rate the learning rate
  /// @param optimizer how gradients move parameters
  /// @param clip the norm that gradients are scaled down to
  /// @param averageDecay of the moving average
  /// @param checkpointEvery steps from one checkpoint to the next
  public record Settings(
      long steps,
      LearningRate rate,
      AdamW.Settings optimizer,
      double clip,
      double averageDecay,
      long checkpointEvery) {
    /// Checks the ranges.
    public Settings {
      if (steps < 1 || checkpointEvery < 1 || !(clip > 0)) {
        throw new IllegalArgumentException(
            String.format(
                "steps %d, checkpoint every %d, clip %s: expected at least 1, 1 and above 0",
                steps, checkpointEvery, clip));
      }
    }
  }

  private TrainingRun(Path folder, TrainingTask task, Settings settings, TrainingState state) {
    this.folder = folder;
    this.task = task;
    this.settings = settings;
    this.state = state;
    journal = new Journal(folder.resolve("journal.jsonl"));
  }

  /// A run in this folder: a new one, or the one that a checkpoint there was made of.
  ///
  /// @throws IOException if the checkpoint cannot be read, or belongs to another model
  public static TrainingRun open(Path folder, TrainingTask task, Settings settings)
      throws IOException {
    Files.createDirectories(folder);
    var state =
        TrainingState.exists(folder)
            ? TrainingState.read(folder, task.start(), settings.optimizer)
            : TrainingState.fresh(task.start(), settings);
    return new TrainingRun(folder, task, settings, state);
  }

  /// The same with sounds made now and then, after a checkpoint.
  public TrainingRun withDemos(Demos some) {
    demos = some;
    return this;
  }

  /// The same ending early, after so many checkpoints without a lower loss on what is held out.
  ///
  /// @throws IllegalArgumentException if it is not at least 1
  public TrainingRun withPatience(int checkpoints) {
    if (checkpoints < 1) {
      throw new IllegalArgumentException("patience " + checkpoints + ", expected at least 1");
    }
    patience = checkpoints;
    return this;
  }

  /// The folder of what the run makes: the newest, or, where data is held out, that of the
  /// checkpoint with the lowest loss on it.
  public Path result() {
    var measured = measured();
    boolean isMeasured = !measured.isEmpty() && measured.getLast().step() == state.step();
    var best = folder.resolve(BEST);
    return isMeasured && Files.isDirectory(best) ? best : folder.resolve(EXPORT);
  }

  /// The losses on what is held out, at each checkpoint.
  private List<Curves.Point> measured() {
    return curves().points(Curves.HELD_OUT, Integer.MAX_VALUE).stream()
        .filter(point -> point.step() > 0)
        .toList();
  }

  /// Whether the loss on what is held out has not fallen for long enough.
  private boolean isSpent() {
    var measured = measured();
    var lowest = lowest(measured);
    return lowest.isPresent() && measured.size() - 1 - measured.indexOf(lowest.get()) >= patience;
  }

  private static Optional<Curves.Point> lowest(List<Curves.Point> measured) {
    return measured.stream().min(Comparator.comparingDouble(Curves.Point::value));
  }

  /// The curves of its numbers, `loss` among them, since it began.
  public Curves curves() {
    return journal.curves();
  }

  /// The number of the last step made.
  public long step() {
    return state.step();
  }

  /// Trains to the last step, to the end of its patience, or until cancelled; either way, what was
  /// reached is kept.
  ///
  /// @param watcher told the number of each step made
  /// @throws java.util.concurrent.CancellationException if cancelled
  /// @throws DivergedException if the gradients are no numbers any more
  public void train(LongConsumer watcher, Cancellation cancellation) throws IOException {
    var gradients = state.parameters().zeros();
    journal.truncate(state.step());
    try {
      if (state.step() == 0) {
        measure(cancellation);
      }
      boolean isLast = state.step() >= settings.steps || isSpent();
      while (!isLast) {
        advance(gradients, cancellation);
        watcher.accept(state.step());
        isLast = state.step() == settings.steps;
        if (isLast || state.step() % settings.checkpointEvery == 0) {
          measure(cancellation);
          isLast |= isSpent();
        }
        if (!isLast && state.step() % settings.checkpointEvery == 0) {
          checkpoint();
          show(cancellation);
        }
      }
    } finally {
      checkpoint();
    }
    show(cancellation);
  }

  private void advance(Parameters gradients, Cancellation cancellation) throws IOException {
    long step = state.step() + 1;
    long start = System.nanoTime();
    var numbers = task.step(step, state.parameters(), gradients, cancellation);
    var update = task.update(step, settings);
    var moved = state.parameters().only(update.moves());
    var slopes = gradients.only(update.moves());
    double norm = AdamW.norm(slopes);
    if (!Double.isFinite(norm)) {
      throw new DivergedException(step);
    }
    double rate = update.rate().at(update.count());
    double scale = norm > settings.clip ? settings.clip / norm : 1;
    state.optimizer().with(update.optimizer()).step(moved, slopes, scale, rate, update.count());
    state.average().add(moved, update.count());
    state = state.at(step);
    double seconds = (System.nanoTime() - start) * 1e-9;
    var all = new LinkedHashMap<>(numbers);
    all.put("norm", norm);
    all.put("rate", rate);
    all.put("seconds", seconds);
    journal.add(step, all);
  }

  /// Adds the loss on what is held out, in a line of its own.
  private void measure(Cancellation cancellation) throws IOException {
    var loss = task.heldOutLoss(state.average().average(), cancellation);
    if (loss.isEmpty()) {
      return;
    }
    boolean isLowest =
        lowest(measured()).stream().allMatch(before -> loss.getAsDouble() < before.value());
    if (state.step() > 0 && isLowest) {
      export(BEST);
    }
    journal.add(state.step(), Map.of(Curves.HELD_OUT, loss.getAsDouble()));
  }

  private void checkpoint() throws IOException {
    journal.flush();
    state.write(folder);
    export(EXPORT);
  }

  private void export(String name) throws IOException {
    var place = folder.resolve(name);
    Files.createDirectories(place);
    task.export(place, state.average().average());
  }

  private void show(Cancellation cancellation) throws IOException {
    demos.make(folder, state.step(), cancellation);
    var file = folder.resolve("report.html");
    RunReport.write(file, curves(), state.step(), settings.steps, demos.made(folder));
  }
}
