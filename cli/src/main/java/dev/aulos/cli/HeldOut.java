package dev.aulos.cli;

import dev.aulos.engine.RequestException;
import dev.aulos.train.Curves;
import dev.aulos.train.TrainingRun;
import dev.aulos.train.data.Items;
import dev.aulos.train.data.Parted;
import dev.aulos.train.data.SomeItems;
import dev.aulos.train.tuning.GatheredLatents;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Sounds that a training is measured by and does not see.
final class HeldOut {
  private static final double MOST = 0.5;
  private static final double WORSE = 0.01; // by which the last may be above the lowest

  @Option(
      names = "--held-out",
      paramLabel = "X",
      defaultValue = "0",
      description =
          "Share of the sounds, up to 0.5, that is not trained on. The loss on them is measured at"
              + " every checkpoint, and the one where it is lowest is what is written; it rises"
              + " when the others are learned by heart. Default: none.")
  private double share;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "With --held-out: end after N checkpoints without a lower loss on them.")
  private @Nullable Integer patience;

  /// None of them.
  static HeldOut none() {
    return new HeldOut();
  }

  /// Checks the number.
  void check() {
    if (!(share >= 0 && share <= MOST)) {
      throw new RequestException("--held-out is " + share + ", expected 0 to " + MOST);
    }
    if (patience != null && share == 0) {
      throw new RequestException("--patience is measured by --held-out, expected both");
    }
    if (patience != null && patience < 1) {
      throw new RequestException("--patience is " + patience + ", expected at least 1");
    }
  }

  /// The run with the patience asked for.
  TrainingRun in(TrainingRun run) {
    return patience == null ? run : run.withPatience(patience);
  }

  /// The sounds that are left to train on, and those held out, if any.
  ///
  /// @throws IllegalArgumentException if there are too few
  Optional<Parted<GatheredLatents>> of(GatheredLatents sounds, long seed) {
    return share > 0 ? Optional.of(sounds.parted(share, seed)) : Optional.empty();
  }

  /// The same of sounds as they are.
  ///
  /// @throws IllegalArgumentException if there are too few
  Optional<Parted<Items>> of(Items sounds, long seed) {
    return share > 0 ? Optional.of(SomeItems.parted(sounds, share, seed)) : Optional.empty();
  }

  /// What the curve of a finished run says, if it has one.
  static Optional<String> summary(Curves curves) {
    var points = curves.points(Curves.HELD_OUT, Integer.MAX_VALUE);
    if (points.isEmpty()) {
      return Optional.empty();
    }
    var first = points.getFirst();
    var last = points.getLast();
    var lowest = points.stream().min(Comparator.comparingDouble(Curves.Point::value)).orElseThrow();
    var way = String.format(Locale.ROOT, "held out: loss %s, %s", said(first), said(last));
    if (lowest.step() == 0) {
      return Optional.of(
          way + ": nothing was learned that holds for other sounds; lower --learning-rate");
    }
    if (lowest.step() == last.step()) {
      return Optional.of(way);
    }
    var kept = way + ", lowest with " + said(lowest) + ", which is what was written";
    return Optional.of(
        last.value() <= lowest.value() * (1 + WORSE)
            ? kept
            : kept + ": what came later was learned by heart");
  }

  private static String said(Curves.Point point) {
    return String.format(Locale.ROOT, "%.4g after step %d", point.value(), point.step());
  }
}
