package dev.aulos.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class AttacksTest {
  private static final SpectralBand BAND = SpectralLayout.BANDS.get(1);
  private static final int FRAMES = 60;
  private static final int START = 15_000; // sample
  private static final int MILLISECOND = 44;

  /// Frames of two bands: what is there all the time, and what an envelope of power gives.
  private static List<Attacks.Frame> frames(int start, double always, DoubleUnaryOperator power) {
    var window = BAND.window();
    double all = 0;
    for (double w : window) {
      all += w * w;
    }
    var frames = new ArrayList<Attacks.Frame>();
    for (int frame = 0; frame < FRAMES; frame++) {
      double sum = 0;
      for (int i = 0; i < window.length; i++) {
        int t = BAND.start(frame) + i - start;
        sum += t < 0 ? 0 : window[i] * window[i] * power.applyAsDouble(t) / all;
      }
      frames.add(new Attacks.Frame(new double[] {always, 1e-9 + sum}, 0));
    }
    return frames;
  }

  private static Attacks looked(List<Attacks.Frame> frames) {
    var attacks = new Attacks(BAND);
    attacks.look(0, frames);
    return attacks;
  }

  /// Rather too early than too late, whatever stays or goes.
  @Test
  void findsWhereSomethingBegins() {
    for (double decay : new double[] {1e9, 8000, 2000, 500}) {
      for (int start = START; start < START + 512; start += 37) {
        var attacks = looked(frames(start, 1e-4, t -> Math.exp(-t / decay)));
        int found = 0;
        for (int frame = 0; frame < FRAMES - 8; frame++) {
          var attack = attacks.of(frame);
          boolean isReached =
              BAND.start(frame) + 11 * MILLISECOND < start
                  && start < BAND.start(frame) + BAND.size() - 2 * MILLISECOND;
          assertThat(attack.isPresent() || !isReached).isTrue();
          if (attack.isPresent()) {
            found++;
            int at = BAND.start(frame) + attack.get().start();
            assertThat(at).isBetween(start - 10 * MILLISECOND, start + MILLISECOND);
          }
        }
        assertThat(found).isBetween(3, 4);
      }
    }
  }

  @Test
  void bringsBandsBackToWhatTheyWere() {
    var frames = frames(START, 0.01, t -> 1);
    var attacks = looked(frames);
    int last = (START + BAND.size() / 2 - 700) / SpectralLayout.HOP;
    var gains = attacks.of(last).orElseThrow().gains();
    assertThat(gains[0]).isEqualTo(1);
    assertThat(gains[1] * gains[1] * frames.get(last).powers()[1]).isCloseTo(1e-9, within(1e-12));
  }

  @Test
  void whatGrowsSlowlyBeginsNowhere() {
    for (double rise : new double[] {0.15, 0.3, 1}) { // seconds
      double samples = rise * 44_100;
      var attacks = looked(frames(0, 1e-7, t -> Math.pow(Math.min(1, t / samples), 2)));
      for (int frame = 10; frame < FRAMES - 8; frame++) {
        assertThat(attacks.of(frame)).as("%s s, frame %s", rise, frame).isEmpty();
      }
    }
    var steady = looked(frames(0, 1e-4, t -> 1));
    for (int frame = 8; frame < FRAMES - 8; frame++) {
      assertThat(steady.of(frame)).isEmpty();
    }
  }

  @Test
  void doesNotDependOnThePiecesThatFramesComeIn() {
    var frames = frames(START, 1e-4, t -> Math.exp(-t / 3000.0));
    var whole = looked(frames);
    var pieces = new Attacks(BAND);
    int ahead = Attacks.ahead(BAND);
    for (int from = 0; from + ahead < FRAMES; from += 5) {
      pieces.look(from, frames.subList(from, Math.min(FRAMES, from + 5 + ahead)));
      for (int frame = from; frame < Math.min(from + 5, FRAMES - ahead); frame++) {
        var expected = whole.of(frame);
        assertThat(pieces.of(frame).map(Attacks.Attack::start))
            .isEqualTo(expected.map(Attacks.Attack::start));
      }
    }
  }
}
