package dev.aulos.recipe.evaluate;

import java.util.Arrays;

/// A sound as a list of numbers that tell kinds of sound apart; comparable by position.
///
/// Level and stereo place leave no trace in them; length, envelope, rhythm, pitch and timbre do.
public final class Features {
  private final float[] values;

  private Features(float[] values) {
    this.values = values;
  }

  static Features of(Hearing heard) {
    var list = new FeatureList();
    EnvelopeFeatures.add(heard.envelope(), list);
    SpectrumFeatures.add(heard.spectra(), heard.shape(), list);
    RhythmFeatures.add(heard, list);
    PitchFeatures.add(heard, list);
    return new Features(list.values());
  }

  /// Features of these values, copied.
  static Features of(float... values) {
    return new Features(values.clone());
  }

  int count() {
    return values.length;
  }

  float at(int i) {
    return values[i];
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
