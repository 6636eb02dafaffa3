package dev.aulos.cli;

import dev.aulos.train.Curves;
import java.util.Locale;

/// The loss of a run so far as one short line of bars, and its newest value.
final class Sparkline {
  private static final int BARS = 16;
  private static final String HEIGHTS = "▁▂▃▄▅▆▇█";
  private static final String PLAIN = "_.-=*#";

  private Sparkline() {}

  static String of(Curves curves) {
    boolean blocks = System.err.charset().newEncoder().canEncode(HEIGHTS);
    return of(curves, blocks ? HEIGHTS : PLAIN);
  }

  static String of(Curves curves, String heights) {
    var points = curves.points(Curves.LOSS, BARS);
    if (points.isEmpty()) {
      return "";
    }
    double low = points.stream().mapToDouble(Curves.Point::value).min().orElseThrow();
    double high = points.stream().mapToDouble(Curves.Point::value).max().orElseThrow();
    var line = new StringBuilder();
    for (var point : points) {
      double part = high > low ? (point.value() - low) / (high - low) : 0;
      line.append(heights.charAt((int) Math.round(part * (heights.length() - 1))));
    }
    var held = curves.points(Curves.HELD_OUT, Integer.MAX_VALUE);
    return String.format(Locale.ROOT, "%s loss %.4g", line, points.getLast().value())
        + (held.isEmpty()
            ? ""
            : String.format(Locale.ROOT, ", held out %.4g", held.getLast().value()));
  }
}
