package dev.aulos.recipe.evaluate;

import dev.aulos.audio.Pcm;

/// Root-mean-square level by time, over all channels, in steps of 5 ms.
///
/// "Active" is what lies within 50 dB of the loudest step.
final class Envelope {
  /// Steps per second.
  static final double RATE = 200;

  private static final double ACTIVE_DB = -50;
  private static final double FLOOR_DB = -120;

  private final double[] db; // relative to full scale
  private final double loudestDb;
  private final int start;
  private final int end;

  private Envelope(double[] db) {
    this.db = db;
    double loudest = FLOOR_DB;
    for (double level : db) {
      loudest = Math.max(loudest, level);
    }
    this.loudestDb = loudest;
    int first = 0;
    int last = db.length;
    while (first < last && !isActive(first)) {
      first++;
    }
    while (last > first && !isActive(last - 1)) {
      last--;
    }
    this.start = first;
    this.end = last;
  }

  static Envelope of(Pcm sound) {
    double size = sound.sampleRate() / RATE;
    var db = new double[(int) Math.ceil(sound.frames() / size)];
    for (int s = 0; s < db.length; s++) {
      int from = (int) (s * size);
      int to = Math.min(sound.frames(), (int) ((s + 1) * size));
      db[s] = level(sound, from, Math.max(from + 1, to));
    }
    return new Envelope(db);
  }

  private static double level(Pcm sound, int from, int to) {
    double sum = 0;
    for (int c = 0; c < sound.channels(); c++) {
      for (int i = from; i < to; i++) {
        sum += (double) sound.at(c, i) * sound.at(c, i);
      }
    }
    double power = sum / ((double) (to - from) * sound.channels());
    return Math.max(FLOOR_DB, 10 * Math.log10(power + 1e-20));
  }

  int steps() {
    return db.length;
  }

  /// The level of a step relative to full scale.
  double db(int step) {
    return db[step];
  }

  /// The level of a step relative to the loudest, at least −80 dB.
  double relativeDb(int step) {
    return Math.max(-80, db[step] - loudestDb);
  }

  double loudestDb() {
    return loudestDb;
  }

  boolean isActive(int step) {
    return loudestDb > -90 && db[step] > loudestDb + ACTIVE_DB;
  }

  /// The first active step.
  int start() {
    return start;
  }

  /// The step after the last active one.
  int end() {
    return end;
  }

  /// From the first active moment to the last, in seconds.
  double activeSeconds() {
    return (end - start) / RATE;
  }

  /// The level of the active part as a whole, relative to full scale.
  double activeDb() {
    double sum = 0;
    for (int s = start; s < end; s++) {
      sum += Math.pow(10, db[s] / 10);
    }
    return end == start ? FLOOR_DB : 10 * Math.log10(sum / (end - start) + 1e-20);
  }
}
