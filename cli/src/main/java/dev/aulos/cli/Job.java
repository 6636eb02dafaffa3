package dev.aulos.cli;

import dev.aulos.engine.Generation;
import dev.aulos.engine.LongGeneration;
import dev.aulos.engine.Progress;
import dev.aulos.engine.Take;
import java.util.List;

/// One generation, or a chain of them, driven by whoever holds it.
sealed interface Job {
  /// Does the next piece of work; false once all is done.
  boolean advance();

  /// How far it is.
  Progress progress();

  /// Ends it, from any thread.
  void cancel();

  /// What was made, once all is done.
  List<Take> takes();

  /// What the user should know.
  List<String> warnings();

  /// The seed of the noise.
  long seed();

  /// A generation.
  record Single(Generation run) implements Job {
    @Override
    public boolean advance() {
      return run.advance();
    }

    @Override
    public Progress progress() {
      return run.progress();
    }

    @Override
    public void cancel() {
      run.cancel();
    }

    @Override
    public List<Take> takes() {
      return run.takes();
    }

    @Override
    public List<String> warnings() {
      return run.warnings();
    }

    @Override
    public long seed() {
      return run.seed();
    }
  }

  /// A chain of generations.
  record Chained(LongGeneration run) implements Job {
    @Override
    public boolean advance() {
      return run.advance();
    }

    @Override
    public Progress progress() {
      return run.progress();
    }

    @Override
    public void cancel() {
      run.cancel();
    }

    @Override
    public List<Take> takes() {
      return List.of(run.take());
    }

    @Override
    public List<String> warnings() {
      return run.warnings();
    }

    @Override
    public long seed() {
      return run.seed();
    }
  }
}
