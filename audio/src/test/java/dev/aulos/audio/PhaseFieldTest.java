package dev.aulos.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PhaseFieldTest {
  private static final SpectralBand BAND = SpectralLayout.BANDS.get(1);
  private static final double SILENCE = -10;
  private static final int FRAMES = 12;

  /// Levels that go up and down, some of them below silence.
  private static double[][] levels(long seed) {
    var random = new SplittableRandom(seed);
    var levels = new double[FRAMES + 1][BAND.to()];
    for (var frame : levels) {
      double level = -5;
      for (int k = BAND.from(); k < BAND.to(); k++) {
        level = 0.95 * level + random.nextDouble(-2, 1.5);
        frame[k] = level;
      }
    }
    return levels;
  }

  @Test
  void goesTheWaysOfTheHeap() {
    for (int seed = 0; seed < 5; seed++) {
      var levels = levels(seed);
      var field = new PhaseField(BAND, SILENCE);
      var heap = new Heap();
      for (int t = 0; t < FRAMES; t++) {
        var found = field.next(levels[t], levels[t + 1]);
        var expected = heap.next(levels[t], levels[t + 1]);
        for (int k = BAND.from(); k < BAND.to(); k++) {
          double apart = found[k] - expected[k];
          assertThat(apart - Math.rint(apart))
              .as("frame %d, bin %d", t, k)
              .isCloseTo(0, within(1e-9));
        }
      }
    }
  }

  @Test
  void aSteadyPartialTurnsAsItsFrequencySays() {
    int bin = 200;
    var levels = new double[BAND.to()];
    for (int k = 0; k < levels.length; k++) {
      levels[k] = -Math.abs(k - bin);
    }
    var field = new PhaseField(BAND, -2000);
    double before = field.next(levels, levels)[bin];

    double turn = field.next(levels, levels)[bin] - before;

    double expected = (double) SpectralLayout.HOP * bin / BAND.size();
    assertThat(turn - expected - Math.rint(turn - expected)).isCloseTo(0, within(1e-12));
  }

  @Test
  void aClickIsInPhaseWhereItIs() {
    var quiet = new double[BAND.to()];
    var loud = new double[BAND.to()];
    Arrays.fill(quiet, 2 * SILENCE);
    var field = new PhaseField(BAND, SILENCE);
    field.next(quiet, quiet);
    field.next(quiet, loud);

    var phases = field.next(loud, quiet); // as quiet before as after: in the window's middle

    for (int k = BAND.from() + 1; k < BAND.to(); k++) {
      double step = phases[k] - phases[k - 1];
      assertThat(step - Math.rint(step)).isCloseTo(0, within(1e-9));
    }
  }

  /// The paper's algorithm as it stands there, with the rules for silence of [PhaseField].
  private static final class Heap {
    private static final double GAMMA = 0.25645 * BAND.size() * BAND.size();

    private double[] before;
    private double[] phases = new double[BAND.to()]; // radians
    private double[] advance = new double[BAND.to()];

    private record Coefficient(double level, int bin, boolean isNow) {}

    double[] next(double[] now, double[] after) {
      int from = BAND.from();
      int to = BAND.to();
      var nowAdvance = new double[to];
      var across = new double[to];
      int loudest = from;
      for (int k = from; k < to; k++) {
        double rise = now[Math.min(to - 1, k + 1)] - now[Math.max(from, k - 1)];
        double turning = SpectralLayout.HOP * BAND.size() / GAMMA;
        nowAdvance[k] = 2 * Math.PI * SpectralLayout.HOP * k / BAND.size() + turning * rise / 2;
        across[k] = -(after[k] - (before == null ? now[k] : before[k])) / 2 / turning;
        loudest = now[k] > now[loudest] ? k : loudest;
      }
      var heap = new PriorityQueue<Coefficient>((a, b) -> Double.compare(b.level(), a.level()));
      for (int k = from; k < to; k++) {
        if (before != null && before[k] > SILENCE) {
          heap.add(new Coefficient(before[k], k, false));
        } else if (k == loudest) {
          heap.add(new Coefficient(-1000, k, false));
        }
      }
      var result = new double[to];
      var done = new boolean[to];
      while (!heap.isEmpty()) {
        var top = heap.poll();
        int k = top.bin();
        if (top.isNow()) {
          for (int j = k - 1; j <= k + 1; j += 2) {
            if (j >= from && j < to && !done[j]) {
              result[j] = result[k] + (j - k) * (across[k] + across[j]) / 2;
              done[j] = true;
              heap.add(new Coefficient(now[j], j, true));
            }
          }
        } else if (!done[k]) {
          result[k] = phases[k] + (advance[k] + nowAdvance[k]) / 2;
          done[k] = true;
          heap.add(new Coefficient(now[k], k, true));
        }
      }
      before = now;
      phases = result;
      advance = nowAdvance;
      var turns = new double[to];
      for (int k = from; k < to; k++) {
        turns[k] = result[k] / (2 * Math.PI);
      }
      return turns;
    }
  }
}
