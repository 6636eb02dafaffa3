package dev.aulos.cli;

import dev.aulos.engine.Inpaint.Region;
import dev.aulos.engine.RequestException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Times as people write them: seconds (`4.5`), `minutes:seconds` or `hours:minutes:seconds`.
final class Times {
  private static final Pattern TIME = Pattern.compile("(?:(?:(\\d+):)?(\\d+):)?(\\d+(?:\\.\\d+)?)");
  private static final double LONGEST_SECONDS = 86_400;

  private Times() {}

  /// A time from its text.
  ///
  /// @param option to name in a refusal
  static Duration of(String option, String text) {
    var match = TIME.matcher(text.strip());
    if (!match.matches() || text.length() > 40) {
      throw new RequestException(
          option + " " + text + ": expected seconds or m:ss, such as 4.5 or 1:30");
    }
    double seconds = 3600 * part(match.group(1)) + 60 * part(match.group(2)) + part(match.group(3));
    return of(option, seconds);
  }

  private static double part(String digits) {
    return digits == null ? 0 : Double.parseDouble(digits);
  }

  /// A time from its seconds.
  static Duration of(String option, double seconds) {
    if (!(seconds >= 0 && seconds <= LONGEST_SECONDS)) {
      throw new RequestException(
          option + " " + text(seconds) + ": expected a number of seconds up to a day");
    }
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  /// Stretches such as `4-8` or `1:02-1:10,12-14.5`.
  static List<Region> regions(String option, String text) {
    var regions = new ArrayList<Region>();
    for (var part : text.split(",", -1)) {
      var ends = part.split("-", -1);
      if (ends.length != 2 || ends[0].isBlank() || ends[1].isBlank()) {
        throw new RequestException(
            option + " " + text + ": expected from-to in seconds or m:ss, such as 4-8,12-14.5");
      }
      var start = of(option, ends[0]);
      var end = of(option, ends[1]);
      if (end.compareTo(start) <= 0) {
        throw new RequestException(option + " " + part + ": ends before it starts");
      }
      regions.add(new Region(start, end));
    }
    return regions;
  }

  /// The time that a sound of so many frames takes, however it is rounded to samples again.
  static Duration of(long frames, int sampleRate) {
    return Duration.ofNanos(frames * 1_000_000_000L / sampleRate + 2);
  }

  static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  /// Seconds, down to a millisecond: `8`, `7.5`, `0.929`.
  static String text(Duration time) {
    return text(seconds(time));
  }

  /// Seconds, down to a millisecond: `8`, `7.5`, `0.929`.
  static String text(double seconds) {
    if (!Double.isFinite(seconds)) {
      return Double.toString(seconds);
    }
    var rounded = BigDecimal.valueOf(seconds).setScale(3, RoundingMode.DOWN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
