package dev.aulos.audio;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/// What is in a sound, and what is wrong with it.
///
/// Levels are in decibels relative to 1 over the samples that are finite; negative infinity if they
/// are all zero.
///
/// @param clippedFrames frames of which a sample is at or beyond ±1
/// @param nonFinite samples that are infinite or not a number
/// @param firstNonFinite where the first of those is, in time
/// @param dcOffset the mean of the channel whose mean is farthest from zero
public record SignalReport(
    double peakDb,
    double rmsDb,
    int clippedFrames,
    boolean isSilent,
    long nonFinite,
    Optional<Position> firstNonFinite,
    double dcOffset) {
  private static final double SILENCE_DB = -60;

  /// One sample's place.
  public record Position(int channel, int frame) {}

  /// Looks through a sound.
  public static SignalReport of(Pcm sound) {
    var tally = new Tally();
    for (int c = 0; c < sound.channels(); c++) {
      tally.add(sound.shared(c));
    }
    if (tally.isBeyond()) {
      tally.find(sound);
    }
    return tally.report();
  }

  /// Whether every sample is a number within ±1 and something is to be heard.
  public boolean isSound() {
    return nonFinite == 0 && clippedFrames == 0 && !isSilent;
  }

  /// Sums over the channels so far.
  private static final class Tally {
    private static final int MAGNITUDE = Integer.MAX_VALUE; // the bits of a float but its sign
    private static final int ONE = Float.floatToRawIntBits(1);
    private static final int INFINITE = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    private int largest; // magnitude as bits, whose order is that of floats; no numbers come last
    private double peak;
    private double squares;
    private double offset;
    private long finite;
    private int clippedFrames;
    private long nonFinite;
    private Optional<Position> firstNonFinite = Optional.empty();

    void add(float[] channel) {
      int most = largest(channel);
      largest = Math.max(largest, most);
      var numbers = most < INFINITE ? channel : finite(channel);
      double sum = 0;
      double other = 0; // sums that do not wait for each other
      double squared = 0;
      double otherSquared = 0;
      int pairs = numbers.length / 2 * 2;
      for (int i = 0; i < pairs; i += 2) {
        double x = numbers[i];
        double y = numbers[i + 1];
        sum += x;
        other += y;
        squared += x * x;
        otherSquared += y * y;
      }
      if (pairs < numbers.length) {
        double last = numbers[pairs];
        sum += last;
        squared += last * last;
      }
      double mean = (sum + other) / Math.max(1, channel.length);
      offset = Math.abs(mean) > Math.abs(offset) ? mean : offset;
      squares += squared + otherSquared;
      peak = Math.max(peak, Float.intBitsToFloat(most < INFINITE ? most : largest(numbers)));
      finite += numbers.length;
    }

    private static int largest(float[] x) {
      int largest = 0;
      for (float value : x) {
        largest = Math.max(largest, Float.floatToRawIntBits(value) & MAGNITUDE);
      }
      return largest;
    }

    /// Those of the values that are numbers.
    private static float[] finite(float[] x) {
      var numbers = new float[x.length];
      int count = 0;
      for (float value : x) {
        if (Float.isFinite(value)) {
          numbers[count++] = value;
        }
      }
      return Arrays.copyOf(numbers, count);
    }

    /// Whether any sample is beyond full scale, or no number.
    boolean isBeyond() {
      return largest >= ONE;
    }

    /// Finds those.
    void find(Pcm sound) {
      var clipped = new BitSet(sound.frames());
      for (int c = 0; c < sound.channels(); c++) {
        var x = sound.shared(c);
        for (int i = 0; i < x.length; i++) {
          if (Math.abs(x[i]) >= 1) {
            clipped.set(i);
          }
        }
        if (largest >= INFINITE) {
          findNonFinite(x, c);
        }
      }
      clippedFrames = clipped.cardinality();
    }

    private void findNonFinite(float[] x, int channel) {
      for (int i = 0; i < x.length; i++) {
        if (!Float.isFinite(x[i])) {
          nonFinite++;
          if (firstNonFinite.isEmpty() || i < firstNonFinite.get().frame()) {
            firstNonFinite = Optional.of(new Position(channel, i));
          }
        }
      }
    }

    SignalReport report() {
      double rms = Math.sqrt(squares / Math.max(1, finite));
      double peakDb = Decibels.of(peak);
      boolean isSilent = peakDb < SILENCE_DB && nonFinite == 0;
      return new SignalReport(
          peakDb, Decibels.of(rms), clippedFrames, isSilent, nonFinite, firstNonFinite, offset);
    }
  }
}
