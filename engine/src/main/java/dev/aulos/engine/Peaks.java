package dev.aulos.engine;

import dev.aulos.audio.Limiter;
import dev.aulos.audio.Normalizer;
import dev.aulos.audio.Pcm;
import dev.aulos.audio.SignalReport;
import java.util.Optional;

/// What to do with sound that exceeds ±1.
public enum Peaks {
  /// Pull down the moments that exceed, gently and ahead of time.
  LIMIT,
  /// Scale the whole sound so that its peak is 1, also where it is softer.
  NORMALIZE,
  /// Leave it. Integer formats then clip.
  KEEP;

  /// The sound with its peaks seen to.
  Pcm treated(Pcm raw) {
    return switch (this) {
      case LIMIT -> raw.peak() > 1 ? Limiter.to(0).apply(raw) : raw;
      case NORMALIZE -> new Normalizer(0).apply(raw);
      case KEEP -> raw;
    };
  }

  /// What is to be said of the peaks of a sound, before they are seen to.
  Optional<String> warning(SignalReport report) {
    return report.clippedFrames() == 0 || this != KEEP
        ? Optional.empty()
        : Optional.of(
            String.format(
                "%d samples exceed ±1 (peak %+.1f dB) and clip in integer formats",
                report.clippedFrames(), report.peakDb()));
  }
}
