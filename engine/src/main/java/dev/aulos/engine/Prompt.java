package dev.aulos.engine;

import dev.aulos.models.conditioner.BeatPhases;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// What one item of a batch is to be.
///
/// @param text what it sounds like; may be empty
/// @param negative what it should not sound like; works through guidance, so with a guidance scale
///   other than 1
/// @param duration how long it is; without one as long as the model's canvas
/// @param start where in a longer piece it begins, for models that are told so, or that are told
///   the beats of a tempo
/// @param tempo of the beats that a model is told, in beats per minute, where the text names none;
///   without one the seed chooses, unless there is sound to go on from
public record Prompt(
    String text,
    Optional<String> negative,
    Optional<Duration> duration,
    Duration start,
    OptionalDouble tempo) {
  /// The longest text, in characters. Encoders read far less: longer texts are mistakes.
  public static final int MAX_CHARACTERS = 8192;

  /// Checks the ranges.
  public Prompt {
    checkText(text, "prompt");
    negative.ifPresent(n -> checkText(n, "negative prompt"));
    duration.ifPresent(d -> {
      if (d.isNegative() || d.isZero()) {
        throw new RequestException("duration " + seconds(d) + " s: expected more than 0");
      }
    });
    if (start.isNegative()) {
      throw new RequestException("start " + seconds(start) + " s: expected 0 or more");
    }
    tempo.ifPresent(bpm -> {
      if (!(bpm >= BeatPhases.SLOWEST && bpm <= BeatPhases.FASTEST)) {
        throw new RequestException(
            String.format(
                "tempo %s: expected %s to %s beats per minute",
                Range.plain(bpm),
                Range.plain(BeatPhases.SLOWEST),
                Range.plain(BeatPhases.FASTEST)));
      }
    });
  }

  /// A text alone.
  public static Prompt of(String text) {
    return new Prompt(
        text, Optional.empty(), Optional.empty(), Duration.ZERO, OptionalDouble.empty());
  }

  /// This, away from another text.
  public Prompt withNegative(String value) {
    return new Prompt(text, Optional.of(value), duration, start, tempo);
  }

  /// This, with a length.
  public Prompt withDuration(Duration value) {
    return new Prompt(text, negative, Optional.of(value), start, tempo);
  }

  /// This, beginning later in a longer piece.
  public Prompt withStart(Duration value) {
    return new Prompt(text, negative, duration, value, tempo);
  }

  /// This, at a tempo in beats per minute, 30 to 300.
  public Prompt withTempo(double bpm) {
    return new Prompt(text, negative, duration, start, OptionalDouble.of(bpm));
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static void checkText(String text, String what) {
    if (text.length() > MAX_CHARACTERS) {
      throw new RequestException(
          what
              + " of "
              + text.length()
              + " characters: expected at most "
              + MAX_CHARACTERS
              + "; say it shorter");
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == 0) {
        throw new RequestException(what + " has a NUL character at position " + i);
      }
    }
  }
}
