package dev.aulos.cli.bench;

import com.google.gson.JsonObject;
import dev.aulos.engine.Progress.Phase;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// What was measured at one length.
///
/// @param gemm operations a second of matrix products
/// @param first the first generation, in which memory is taken
/// @param best the fastest of those after it
/// @param peak the most bytes resident while it ran
/// @param anonymous the bytes resident at its end that no file backs
public record Result(
    double gemm, Measurement first, Measurement best, OptionalLong peak, OptionalLong anonymous) {
  private static final List<Phase> PHASES = List.of(Phase.TEXT, Phase.SAMPLING, Phase.DECODING);

  /// Prints a table of the stages.
  public void print(PrintStream out) {
    out.printf(
        Locale.ROOT, "%.1f s of sound; matrix products %.1f GFLOP/s%n", best.audio(), gemm / 1e9);
    out.printf(
        "%-10s %9s %7s %10s %9s %7s%n", "stage", "time", "share", "GFLOP", "GFLOP/s", "GEMM");
    for (var phase : PHASES) {
      out.printf(
          Locale.ROOT,
          "%-10s %7.2f s %5.1f %% %10.1f %9.1f %5.0f %%%n",
          title(phase),
          seconds(phase),
          100 * seconds(phase) / best.total(),
          flop(phase) / 1e9,
          best.rate(phase) / 1e9,
          100 * best.rate(phase) / gemm);
    }
    out.printf(
        Locale.ROOT,
        "all %.2f s, %.3f s per second of sound (%.2f× real time); first generation %.2f s%n",
        best.total(),
        best.total() / best.audio(),
        best.audio() / best.total(),
        first.total());
    out.printf(
        Locale.ROOT,
        "request to first step %.0f ms, to first audio %.2f s%n",
        1000 * best.toFirstStep(),
        best.toFirstAudio());
    if (peak.isPresent()) {
      out.printf(
          Locale.ROOT,
          "peak resident %.2f GB, of which not mapped from files %.2f GB at the end%n",
          peak.getAsLong() / 1e9,
          anonymous.orElse(0) / 1e9);
    }
  }

  /// The same as an object.
  public JsonObject json() {
    var object = new JsonObject();
    object.addProperty("gemm_gflops", gemm / 1e9);
    for (var phase : PHASES) {
      var stage = new JsonObject();
      stage.addProperty("seconds", seconds(phase));
      stage.addProperty("share", seconds(phase) / best.total());
      stage.addProperty("gflop", flop(phase) / 1e9);
      stage.addProperty("gflops", best.rate(phase) / 1e9);
      stage.addProperty("part_of_gemm", best.rate(phase) / gemm);
      object.add(title(phase), stage);
    }
    object.addProperty("seconds", best.total());
    object.addProperty("audio_seconds", best.audio());
    object.addProperty("first_generation_seconds", first.total());
    object.addProperty("to_first_step_seconds", best.toFirstStep());
    object.addProperty("to_first_audio_seconds", best.toFirstAudio());
    peak.ifPresent(bytes -> object.addProperty("peak_resident_bytes", bytes));
    anonymous.ifPresent(bytes -> object.addProperty("anonymous_bytes", bytes));
    return object;
  }

  private static String title(Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }

  private double seconds(Phase phase) {
    return best.seconds().getOrDefault(phase, 0.0);
  }

  private double flop(Phase phase) {
    return best.flop().getOrDefault(phase, 0.0);
  }
}
