package dev.aulos.recipe.evaluate;

import java.util.Arrays;

/// How periodic a sound is, how high, and whether its pitch stays, glides or steps.
final class PitchFeatures {
  private PitchFeatures() {}

  static void add(Hearing heard, FeatureList list) {
    var track = heard.pitch();
    int[] loud = new int[track.windows()];
    int[] pitched = new int[track.windows()];
    int louds = 0;
    int pitches = 0;
    for (int i = 0; i < track.windows(); i++) {
      if (track.db(i) > -35) {
        loud[louds++] = i;
      }
      if (track.isPitched(i)) {
        pitched[pitches++] = i;
      }
    }
    var roughness = Arrays.stream(loud, 0, louds).mapToDouble(track::aperiodicity).toArray();
    var notes =
        Arrays.stream(pitched, 0, pitches)
            .mapToDouble(i -> SpectralShape.log2(track.hertz(i) / 440))
            .toArray();
    list.addSpread(roughness);
    list.add(pitches / Math.max(1.0, louds));
    list.addSpread(notes);
    list.add(FeatureList.slope(notes));
    addSteps(notes, list);
    addHarmonics(heard, list);
  }

  /// How often the pitch holds, glides and jumps; which ways; and over how many semitones.
  private static void addSteps(double[] notes, FeatureList list) {
    int held = 0;
    int glides = 0;
    int jumps = 0;
    double net = 0;
    double way = 1e-3;
    for (int i = 1; i < notes.length; i++) {
      double semitones = 12 * (notes[i] - notes[i - 1]);
      double size = Math.abs(semitones);
      held += size < 0.1 ? 1 : 0;
      glides += size >= 0.1 && size < 1.5 ? 1 : 0;
      jumps += size >= 1.5 ? 1 : 0;
      net += size < 1.5 ? semitones : 0;
      way += size < 1.5 ? size : 0;
    }
    double steps = Math.max(1, notes.length - 1);
    list.add(held / steps);
    list.add(glides / steps);
    list.add(jumps / steps);
    list.add(net / way);
    list.add(Math.log10(way / steps + 1e-3));
    addSemitones(notes, list);
  }

  private static void addSemitones(double[] notes, FeatureList list) {
    var counts = new double[120];
    for (double note : notes) {
      counts[(int) Math.max(0, Math.min(119, Math.round(60 + 12 * note)))]++;
    }
    double entropy = 0;
    int often = 0;
    for (double count : counts) {
      double share = count / Math.max(1, notes.length);
      entropy -= share == 0 ? 0 : share * Math.log(share);
      often += share > 0.04 ? 1 : 0;
    }
    list.add(entropy);
    list.add(Math.log(1.0 + often));
  }

  /// The level of the first harmonics, and of what lies between them, at the pitched times.
  private static void addHarmonics(Hearing heard, FeatureList list) {
    double hertz = heard.pitch().fundamental().orElse(0);
    var spectra = heard.spectra();
    var harmonics = new double[6];
    double between = 0;
    double all = 1e-12;
    for (int t = 0; t < spectra.times() && hertz > 0; t++) {
      for (int k = 1; k < spectra.bins(); k++) {
        double power = spectra.at(t)[k];
        double number = spectra.hertz(k) / hertz;
        double reach = Math.min(0.3, 1.6 * spectra.hertz(1) / hertz);
        int nearest = (int) Math.round(number);
        boolean isOn = Math.abs(number - nearest) <= reach;
        all += power;
        between += isOn ? 0 : power;
        if (isOn && nearest >= 1 && nearest <= harmonics.length) {
          harmonics[nearest - 1] += power;
        }
      }
    }
    for (double harmonic : harmonics) {
      list.add(Math.max(-5, Math.log10(harmonic / all + 1e-12)));
    }
    list.add(Math.max(-5, Math.log10(between / all + 1e-12)));
  }
}
