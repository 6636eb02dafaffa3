package dev.aulos.cli.bench;

import dev.aulos.engine.Aulos;
import dev.aulos.engine.GenerateRequest;
import dev.aulos.engine.Generation;
import dev.aulos.engine.Progress.Phase;
import java.util.EnumMap;
import java.util.Map;

/// One generation, timed by phase.
///
/// @param seconds time in each phase
/// @param flop counted operations of each phase
/// @param toFirstStep from the request to the first step of sampling
/// @param toFirstAudio from the request to the first piece of sound
/// @param audio length of the sound made
public record Measurement(
    Map<Phase, Double> seconds,
    Map<Phase, Double> flop,
    double toFirstStep,
    double toFirstAudio,
    double audio) {

  /// Generates and measures.
  public static Measurement of(Aulos model, GenerateRequest request, Runnable tick) {
    long start = System.nanoTime();
    var generation = model.start(request);
    var seconds = new EnumMap<Phase, Double>(Phase.class);
    double toFirstStep = 0;
    double toFirstAudio = 0;
    boolean more = true;
    while (more) {
      var phase = generation.progress().phase();
      long before = System.nanoTime();
      if (phase == Phase.SAMPLING && toFirstStep == 0) {
        toFirstStep = (before - start) / 1e9;
      }
      more = generation.advance();
      double took = (System.nanoTime() - before) / 1e9;
      seconds.merge(phase, took, Double::sum);
      if (phase == Phase.DECODING && toFirstAudio == 0) {
        toFirstAudio = (System.nanoTime() - start) / 1e9;
      }
      tick.run();
    }
    return new Measurement(
        seconds, generation.work(), toFirstStep, toFirstAudio, length(generation));
  }

  private static double length(Generation generation) {
    return generation.takes().stream().mapToDouble(t -> t.sound().durationSeconds()).sum();
  }

  /// Time of all phases.
  public double total() {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /// Operations a second in a phase; 0 if it did not occur.
  public double rate(Phase phase) {
    var took = seconds.get(phase);
    var work = flop.get(phase);
    return took == null || work == null || took == 0 ? 0 : work / took;
  }
}
