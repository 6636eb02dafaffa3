package dev.aulos.train.data;

import dev.aulos.audio.Pcm;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What stays of a sound through changes of level and rate, noise, low-pass filters and cuts: its
/// landmarks, after Wang (2003), and how loud it is by time and band.
///
/// Compare fingerprints with a [FingerprintIndex].
public final class Fingerprint {
  private final double seconds;
  private final Side own;
  private final Side later;

  private Fingerprint(double seconds, Side own, Side later) {
    this.seconds = seconds;
    this.own = own;
    this.later = later;
  }

  /// What is known from frames that start at one place.
  static final class Side {
    private final double startSeconds;
    private final BandProfile bands;
    private final long[] landmarks;

    private Side(Pcm heard, int shift) {
      List<float[]> frames = new ArrayList<>();
      FingerprintFrames.forEach(heard, shift, frames::add);
      var levels = frames.toArray(float[][]::new);
      this.startSeconds = shift / (double) FingerprintFrames.RATE;
      this.bands = BandProfile.of(levels);
      this.landmarks = new Constellation(levels).landmarks();
      Arrays.sort(landmarks);
    }

    double startSeconds() {
      return startSeconds;
    }

    BandProfile bands() {
      return bands;
    }

    /// In order of their hashes, then of time; not to be written to.
    long[] landmarks() {
      return landmarks;
    }
  }

  /// The fingerprint of a sound of any rate and channels; two channels count by their mean.
  ///
  /// @throws IllegalArgumentException if the sound has samples that are not finite, or is longer
  ///   than 12 hours
  public static Fingerprint of(Pcm sound) {
    if (sound.hasNonFinite()) {
      throw new IllegalArgumentException("the sound has samples that are not finite numbers");
    }
    if (sound.durationSeconds() > 12 * 3600) {
      throw new IllegalArgumentException(
          "the sound has " + sound.durationSeconds() + " s, expected at most 12 hours");
    }
    var heard = FingerprintFrames.heard(sound);
    return new Fingerprint(
        sound.durationSeconds(), new Side(heard, 0), new Side(heard, FingerprintFrames.HOP / 2));
  }

  /// The sound's length in seconds.
  public double seconds() {
    return seconds;
  }

  /// The number of landmarks. A sound with fewer than [Sameness#MIN_LANDMARKS] matches no other.
  public int landmarks() {
    return own.landmarks.length;
  }

  /// A few words for a manifest: the landmarks' number and the first half of their SHA-256.
  public Summary summary() {
    var bytes = ByteBuffer.allocate(Long.BYTES * own.landmarks.length);
    bytes.asLongBuffer().put(own.landmarks);
    return new Summary(own.landmarks.length, Digest.of(bytes.array()).substring(0, 32));
  }

  /// A fingerprint in short; equal ones are of the same samples for all that can be heard.
  public record Summary(int landmarks, String digest) {}

  /// The frames from the sound's start on, which an index holds.
  Side own() {
    return own;
  }

  /// Both sets of frames, half a hop apart, to ask an index with: so the sound's frames lie within
  /// a quarter of a hop of the other's.
  List<Side> sides() {
    return List.of(own, later);
  }
}
