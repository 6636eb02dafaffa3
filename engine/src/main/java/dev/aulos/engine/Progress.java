package dev.aulos.engine;

import java.time.Duration;
import java.util.Optional;

/// How far a generation is.
///
/// @param phase what is being done
/// @param step steps of sampling done
/// @param steps steps of sampling in all
/// @param fraction the part of all work done, 0 to 1, by counted operations
/// @param elapsed since the start
/// @param remaining the time left as it looks now; absent before anything is known
public record Progress(
    Phase phase,
    int step,
    int steps,
    double fraction,
    Duration elapsed,
    Optional<Duration> remaining) {
  /// The stages of a generation, in order.
  public enum Phase {
    /// Encoding the texts.
    TEXT,
    /// Encoding the sound to start from.
    INIT,
    /// From noise to a latent.
    SAMPLING,
    /// From the latent to sound.
    DECODING,
    /// All done.
    DONE
  }
}
