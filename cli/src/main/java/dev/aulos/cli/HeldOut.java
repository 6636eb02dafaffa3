package dev.aulos.cli;

import dev.aulos.engine.RequestException;
import dev.aulos.train.Curves;
import dev.aulos.train.tuning.GatheredLatents;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
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
              + " every checkpoint; it rises when the others are learned by heart. Default: none.")
  private double share;

  /// None of them.
  static HeldOut none() {
    return new HeldOut();
  }

  /// Checks the number.
  void check() {
    if (!(share >= 0 && share <= MOST)) {
      throw new RequestException("--held-out is " + share + ", expected 0 to " + MOST);
    }
  }

  /// The sounds that are left to train on, and those held out, if any.
  ///
  /// @throws IllegalArgumentException if there are too few
  Optional<GatheredLatents.Parted> of(GatheredLatents sounds, long seed) {
    return share > 0 ? Optional.of(sounds.parted(share, seed)) : Optional.empty();
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
    if (last.value() <= lowest.value() * (1 + WORSE)) {
      return Optional.of(way);
    }
    return Optional.of(
        lowest.step() == 0
            ? way + ": nothing was learned that holds for other sounds; lower --learning-rate"
            : way
                + ", lowest with "
                + said(lowest)
                + ": what came later was learned by heart; try --steps "
                + lowest.step()
                + " in a new folder");
  }

  private static String said(Curves.Point point) {
    return String.format(Locale.ROOT, "%.4g after step %d", point.value(), point.step());
  }
}
