package dev.aulos.audio;

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

  /// Looks through a sound once.
  public static SignalReport of(Pcm sound) {
    var tally = new Tally(sound.channels());
    for (int i = 0; i < sound.frames(); i++) {
      tally.add(sound, i);
    }
    return tally.report();
  }

  /// Whether every sample is a number within ±1 and something is to be heard.
  public boolean isSound() {
    return nonFinite == 0 && clippedFrames == 0 && !isSilent;
  }

  /// Sums over the frames so far.
  private static final class Tally {
    private final double[] sums;
    private double squares;
    private double peak;
    private long finite;
    private int clippedFrames;
    private long nonFinite;
    private int frames;
    private Optional<Position> firstNonFinite = Optional.empty();

    Tally(int channels) {
      this.sums = new double[channels];
    }

    void add(Pcm sound, int frame) {
      boolean isClipped = false;
      for (int c = 0; c < sums.length; c++) {
        float x = sound.at(c, frame);
        if (Float.isFinite(x)) {
          addFinite(c, x);
        } else {
          addNonFinite(c, frame);
        }
        isClipped |= Math.abs(x) >= 1;
      }
      clippedFrames += isClipped ? 1 : 0;
      frames++;
    }

    private void addFinite(int channel, float x) {
      sums[channel] += x;
      squares += (double) x * x;
      peak = Math.max(peak, Math.abs(x));
      finite++;
    }

    private void addNonFinite(int channel, int frame) {
      nonFinite++;
      if (firstNonFinite.isEmpty()) {
        firstNonFinite = Optional.of(new Position(channel, frame));
      }
    }

    SignalReport report() {
      double rms = Math.sqrt(squares / Math.max(1, finite));
      double peakDb = Decibels.of(peak);
      boolean isSilent = peakDb < SILENCE_DB && nonFinite == 0;
      return new SignalReport(
          peakDb, Decibels.of(rms), clippedFrames, isSilent, nonFinite, firstNonFinite, offset());
    }

    private double offset() {
      double farthest = 0;
      for (double sum : sums) {
        double mean = sum / Math.max(1, frames);
        farthest = Math.abs(mean) > Math.abs(farthest) ? mean : farthest;
      }
      return farthest;
    }
  }
}
