package dev.aulos.recipe.sound;

/// The shape of one period, band-limited by polynomial steps (PolyBLEP, doi:10.1155/2007/28639).
enum Waveform {
  SINE,
  TRIANGLE,
  SQUARE,
  SAW;

  private static final int SIZE = 8192;
  private static final float[] TABLE = table();

  /// The value at a phase in [0, 1), which advances by `step` periods a sample.
  double at(double phase, double step) {
    return switch (this) {
      case SINE -> sine(phase);
      case TRIANGLE -> 4 * Math.abs(phase - 0.5) - 1;
      case SQUARE ->
          (phase < 0.5 ? 0.9 : -0.9) + 0.9 * (bend(phase, step) - bend(half(phase), step));
      case SAW -> 2 * phase - 1 - bend(phase, step);
    };
  }

  /// `sin(2π phase)` for a phase in [0, 1), within 1e-7.
  static double sine(double phase) {
    double place = phase * SIZE;
    int i = (int) place;
    return TABLE[i] + (place - i) * (TABLE[i + 1] - TABLE[i]);
  }

  private static double half(double phase) {
    return phase < 0.5 ? phase + 0.5 : phase - 0.5;
  }

  private static double bend(double phase, double step) {
    if (phase < step) {
      double t = phase / step;
      return t + t - t * t - 1;
    }
    if (phase > 1 - step) {
      double t = (phase - 1) / step;
      return t * t + t + t + 1;
    }
    return 0;
  }

  private static float[] table() {
    var table = new float[SIZE + 2];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) Math.sin(2 * Math.PI * i / SIZE);
    }
    return table;
  }
}
