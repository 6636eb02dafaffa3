package dev.aulos.recipe.evaluate;

/// How the level goes: attack, decay, holes, and how long it all takes.
final class EnvelopeFeatures {
  private EnvelopeFeatures() {}

  static void add(Envelope envelope, FeatureList list) {
    int start = envelope.start();
    int steps = Math.max(1, envelope.end() - start);
    var db = new double[steps];
    for (int s = 0; s < steps && start + s < envelope.steps(); s++) {
      db[s] = Math.max(-60, envelope.relativeDb(start + s));
    }
    list.add(log(envelope.activeSeconds()));
    list.add(steps / (double) Math.max(1, envelope.steps()));
    list.addSpread(db);
    addPeak(db, list);
    for (double level : new double[] {-6, -12, -20, -30, -40}) {
      list.add(share(db, level));
    }
    for (int part = 0; part < 8; part++) {
      list.add(
          meanLevel(db, part * steps / 8, Math.max((part + 1) * steps / 8, part * steps / 8 + 1)));
    }
  }

  private static void addPeak(double[] db, FeatureList list) {
    int peak = 0;
    for (int s = 0; s < db.length; s++) {
      peak = db[s] > db[peak] ? s : peak;
    }
    int attack = peak;
    while (attack > 0 && db[attack] > -20) {
      attack--;
    }
    list.add(peak / (double) db.length);
    list.add(log((peak - attack) / Envelope.RATE));
    for (double level : new double[] {-6, -12, -20, -30, -40}) {
      int s = peak;
      while (s < db.length && db[s] > level) {
        s++;
      }
      list.add(log((s - peak) / Envelope.RATE));
    }
    list.add(centroid(db));
    list.add(FeatureList.slope(db) / 10);
  }

  /// The middle of the energy as a share of the length.
  private static double centroid(double[] db) {
    double sum = 0;
    double moment = 0;
    for (int s = 0; s < db.length; s++) {
      double power = Math.pow(10, db[s] / 10);
      sum += power;
      moment += power * s / db.length;
    }
    return moment / sum;
  }

  private static double share(double[] db, double level) {
    int count = 0;
    for (double d : db) {
      count += d > level ? 1 : 0;
    }
    return count / (double) db.length;
  }

  private static double meanLevel(double[] db, int from, int to) {
    double sum = 0;
    int end = Math.min(db.length, to);
    int start = Math.min(from, end - 1);
    for (int s = start; s < end; s++) {
      sum += db[s];
    }
    return sum / (end - start);
  }

  private static double log(double seconds) {
    return Math.log10(seconds + 0.005);
  }
}
