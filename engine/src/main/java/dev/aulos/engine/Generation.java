package dev.aulos.engine;

import dev.aulos.audio.Pcm;
import dev.aulos.engine.pipeline.Run;
import dev.aulos.graph.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A generation under way, driven by its caller:
///
/// ```java
/// var run = model.start(request);
/// while (run.advance()) {
///   status.show(run.progress());
/// }
/// run.audio();
/// ```
///
/// Each call of [#advance] does a piece of work (a step of sampling, a second or so of sound) on
/// the calling thread; whoever stops calling has stopped the generation. [#cancel] ends a call that
/// is running, from any thread.
public final class Generation {
  private final Run run;
  private final Outcome outcome;
  private final Cancellation cancellation;
  private final List<String> warnings;
  private final long started = System.nanoTime();
  private final List<Take> takes = new ArrayList<>();

  Generation(Run run, Outcome outcome, Cancellation cancellation, List<String> warnings) {
    this.run = run;
    this.outcome = outcome;
    this.cancellation = cancellation;
    this.warnings = new ArrayList<>(warnings);
  }

  /// Does the next piece of work; false once all is done.
  ///
  /// @throws java.util.concurrent.CancellationException if cancelled
  /// @throws BrokenOutputException if the model produced values that are not numbers
  public boolean advance() {
    if (run.stage() == Run.Stage.DONE) {
      return false;
    }
    boolean more = run.advance();
    if (!more) {
      var sounds = run.sounds();
      for (int item = 0; item < sounds.size(); item++) {
        takes.add(outcome.take(sounds.get(item), item, warnings));
      }
    }
    return more;
  }

  /// Ends the generation: a running [#advance] within 200 ms, a later one at once.
  public void cancel() {
    cancellation.cancel();
  }

  /// How far it is.
  public Progress progress() {
    var elapsed = Duration.ofNanos(System.nanoTime() - started);
    double fraction = run.fraction();
    Optional<Duration> remaining =
        fraction > 0
            ? Optional.of(Duration.ofNanos((long) (elapsed.toNanos() * (1 - fraction) / fraction)))
            : Optional.empty();
    var phase = Progress.Phase.valueOf(run.stage().name());
    return new Progress(phase, run.step(), run.steps(), fraction, elapsed, remaining);
  }

  /// The floating-point operations of matrix products, convolutions and attention in each phase.
  public Map<Progress.Phase, Double> work() {
    var work = new EnumMap<Progress.Phase, Double>(Progress.Phase.class);
    run.work().forEach((stage, flop) -> work.put(Progress.Phase.valueOf(stage.name()), flop));
    return work;
  }

  /// The seed of the noise, asked for or drawn.
  public long seed() {
    return outcome.seed();
  }

  /// What the user should know: a prompt that was cut, silence, clipping.
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /// Every item of the batch.
  ///
  /// @throws IllegalStateException if the generation is not done
  public List<Take> takes() {
    if (run.stage() != Run.Stage.DONE) {
      throw new IllegalStateException("the generation is not done: " + run.stage());
    }
    return List.copyOf(takes);
  }

  /// The sound of the first item.
  ///
  /// @throws IllegalStateException if the generation is not done
  public Pcm audio() {
    return takes().get(0).sound();
  }
}
