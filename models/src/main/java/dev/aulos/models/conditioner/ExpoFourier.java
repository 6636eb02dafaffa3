package dev.aulos.models.conditioner;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;

/// Fourier features with exponentially spaced frequencies: `[cos 2πxf₀, …, sin 2πxf₀, …]` for f
/// from 0.5 to 10000.
///
/// The angles reach 2π·10⁴, where the last bit of an F32 is worth 4·10⁻³, so each operation is
/// rounded to F32 exactly where the reference rounds it.
public final class ExpoFourier {
  private static final int COUNT = 128;
  private static final float LN_RANGE = 9.903487f; // ln 10000 − ln 0.5
  private static final float LN_LEAST = -0.6931472f; // ln 0.5
  private static final float PI = (float) Math.PI;

  /// With the 128 frequencies of the published models.
  public static final ExpoFourier PUBLISHED = new ExpoFourier(published());

  private final float[] frequencies;

  private ExpoFourier(float[] frequencies) {
    this.frequencies = frequencies;
  }

  /// With other frequencies, such as those recorded in a reference case.
  ///
  /// @throws IllegalArgumentException if there are none
  public static ExpoFourier withFrequencies(float... frequencies) {
    if (frequencies.length == 0) {
      throw new IllegalArgumentException("no frequencies; expected at least one");
    }
    return new ExpoFourier(frequencies.clone());
  }

  private static float[] published() {
    var frequencies = new float[COUNT];
    for (int j = 0; j < COUNT; j++) {
      float scaled = ratio(j) * LN_RANGE;
      frequencies[j] = exp(scaled + LN_LEAST, j);
    }
    return frequencies;
  }

  /// `j/127` as the reference's evenly spaced numbers round it: counted from the nearer end, the
  /// upper half with the product unrounded.
  private static float ratio(int j) {
    float step = 1f / (COUNT - 1);
    return j < COUNT / 2 ? step * j : (float) (1 - (double) step * (COUNT - 1 - j));
  }

  /// The F32 exponential of the reference, which at five places is one unit in the last place off
  /// the nearest F32.
  private static float exp(float x, int j) {
    return switch (j) {
      case 26 -> Float.intBitsToFloat(0x407309F1);
      case 27 -> Float.intBitsToFloat(0x40835FF6);
      case 44 -> Float.intBitsToFloat(0x41774AD4);
      case 86 -> Float.intBitsToFloat(0x43CC627B);
      case 124 -> Float.intBitsToFloat(0x45F750BF);
      default -> (float) StrictMath.exp(x);
    };
  }

  /// How many features a value has: two for each frequency.
  public int size() {
    return 2 * frequencies.length;
  }

  /// A copy of the frequencies, in cycles per unit.
  public float[] frequencies() {
    return frequencies.clone();
  }

  /// The features of values, (values, size).
  public NdArray rows(float... values) {
    var rows = NdArray.zeros(DType.F32, values.length, size());
    var features = rows.floats();
    for (float value : values) {
      features.put(of(value));
    }
    return rows;
  }

  /// The features of a value: all cosines, then all sines.
  public float[] of(float value) {
    int n = frequencies.length;
    var features = new float[2 * n];
    for (int j = 0; j < n; j++) {
      float angle = value * frequencies[j] * 2 * PI;
      features[j] = (float) StrictMath.cos(angle);
      features[n + j] = (float) StrictMath.sin(angle);
    }
    return features;
  }
}
