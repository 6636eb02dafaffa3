package dev.aulos.recipe.sound;

import static dev.aulos.recipe.sound.Example.SAMPLE_RATE;

/// Slow chords of many slightly detuned voices.
final class Pads {
  private Pads() {}

  static float[] render(Plan plan, Dice shape, Dice grain) {
    var x = new float[plan.samples()];
    String name = plan.variant().name();
    int[] steps = {-12, 0, plan.minor() ? 3 : 4, 7, 12};
    for (int step : steps) {
      double hz = Pitch.hz(48 + plan.note() + step);
      double gain = step == -12 ? 0.8 : 1;
      if (name.equals("glass")) {
        voice(x, Waveform.SINE, hz * 2, gain, grain);
        voice(x, Waveform.SINE, hz * 4 * grain.uniform(0.999, 1.001), 0.3 * gain, grain);
        voice(x, Waveform.SINE, hz * 8, (plan.isBright() ? 0.3 : 0.08) * gain, grain);
      } else {
        voice(x, Waveform.SAW, hz * grain.uniform(0.995, 0.998), gain, grain);
        voice(x, Waveform.SAW, hz * grain.uniform(1.002, 1.005), gain, grain);
      }
    }
    colour(x, name, plan.isBright() ? 3 : 1);
    double seconds = plan.seconds();
    Channel.fade(
        x, Math.min(1.2, seconds * shape.uniform(0.2, 0.25)), Math.min(1.2, seconds * 0.25));
    return x;
  }

  private static void voice(float[] x, Waveform wave, double hz, double gain, Dice grain) {
    double step = hz / SAMPLE_RATE;
    double phase = grain.uniform();
    for (int i = 0; i < x.length; i++) {
      x[i] += (float) (gain * wave.at(phase, step));
      phase += step;
      phase -= (int) phase;
    }
  }

  private static void colour(float[] x, String name, double open) {
    switch (name) {
      case "saw" -> breathe(x, 1100 * open, 0.35);
      case "strings" -> {
        Channel.highPass(x, 180);
        breathe(x, 2800 * open, 0.1);
      }
      default -> breathe(x, 5000, 0.2);
    }
  }

  /// A low-pass that opens and closes slowly.
  private static void breathe(float[] x, double hz, double depth) {
    var filter = new StateVariable(hz, 0.8);
    for (int i = 0; i < x.length; i++) {
      if ((i & 63) == 0) {
        filter.tune(hz * (1 + depth * Math.sin(2 * Math.PI * 0.3 * i / SAMPLE_RATE)), 0.8);
      }
      x[i] = (float) filter.low(x[i]);
    }
  }
}
