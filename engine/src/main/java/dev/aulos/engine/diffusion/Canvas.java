package dev.aulos.engine.diffusion;

import java.util.ArrayList;
import java.util.List;

/// How Stable Audio 3 lays sounds of given seconds on a latent: some headroom after the longest,
/// rounded up to whole frames and then to frames that the autoencoder codes together.
///
/// All numbers are truncated where the reference truncates, in its double precision.
///
/// @param sampleRate samples per second
/// @param hop samples per latent frame
/// @param framesTogether latent frames that the autoencoder codes together
/// @param sampleSize the longest canvas, in samples
public record Canvas(int sampleRate, int hop, int framesTogether, long sampleSize) {
  /// Checks that the extents are above 0.
  public Canvas {
    if (sampleRate < 1 || hop < 1 || framesTogether < 1 || sampleSize < 1) {
      throw new IllegalArgumentException(
          String.format(
              "a canvas of %d samples at %d Hz, %d a frame, %d frames together; expected all"
                  + " above 0",
              sampleSize, sampleRate, hop, framesTogether));
    }
  }

  /// Samples of a duration, rounded down.
  public long samples(double seconds) {
    return (long) (seconds * sampleRate);
  }

  /// Samples of the canvas for a batch whose longest sound takes `seconds`; all there are if that
  /// is 0 or less.
  ///
  /// @param headroom seconds after the sound
  public long canvasSamples(double seconds, double headroom) {
    if (seconds <= 0) {
      return sampleSize;
    }
    long frames = roundUp(samples(seconds + headroom), hop);
    return Math.min(sampleSize, roundUp(frames, (long) hop * framesTogether));
  }

  /// Latent frames of the canvas.
  public int frames(double seconds, double headroom) {
    return Math.toIntExact(canvasSamples(seconds, headroom) / hop);
  }

  /// The frames that a sound touches; 0 for no sound.
  public int soundFrames(double seconds) {
    return Math.toIntExact(roundUp(samples(seconds), hop) / hop);
  }

  /// The lengths that the schedules of a batch are made for: at least one frame each.
  public List<Integer> scheduleFrames(List<Double> seconds) {
    var frames = new ArrayList<Integer>();
    seconds.forEach(s -> frames.add(Math.max(1, soundFrames(s))));
    return frames;
  }

  /// The frames of each item of a batch that are its sound and headroom; the others are padding.
  ///
  /// @param frames of the canvas
  public List<Integer> validFrames(List<Double> seconds, double headroom, int frames) {
    int after = (int) (headroom * sampleRate / hop);
    var valid = new ArrayList<Integer>();
    seconds.forEach(s -> valid.add(Math.min(frames, soundFrames(s) + after)));
    return valid;
  }

  private static long roundUp(long value, long multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }
}
