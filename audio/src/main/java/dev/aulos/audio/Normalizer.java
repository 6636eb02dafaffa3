package dev.aulos.audio;

/// One factor over the whole sound, so that its peak is at a level: 0 dB is full scale. Silence
/// stays silence.
public record Normalizer(double peakDb) implements Conditioner {
  /// Requires a level that is a number.
  public Normalizer {
    if (!Double.isFinite(peakDb)) {
      throw new IllegalArgumentException("peak is " + peakDb + " dB, expected a finite level");
    }
  }

  @Override
  public Pcm apply(Pcm sound) {
    float peak = sound.peak();
    if (!Float.isFinite(peak)) {
      throw new IllegalArgumentException(
          "a sound with infinite or undefined samples has no peak; SignalReport says where");
    }
    double level = Decibels.toFactor(peakDb);
    return peak == 0 ? sound : sound.map(x -> x * level / peak);
  }
}
