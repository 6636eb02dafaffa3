package dev.aulos.recipe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MeasurementTest {
  @Test
  void hearsWhenASoundEndsAndHowLoudItWas() {
    var tone = Synthetic.tone(Synthetic.Wave.SINE, 440, 2);
    for (int i = Synthetic.RATE; i < tone.length; i++) {
      tone[i] = 0;
    }
    var heard = Measurement.of(Synthetic.both(tone));

    assertThat(heard.seconds()).isEqualTo(2);
    assertThat(heard.activeEnd()).isCloseTo(1, within(0.01));
    assertThat(heard.loudnessDb()).isCloseTo(20 * Math.log10(0.4 / Math.sqrt(2)), within(0.1));
    assertThat(heard.isSilent()).isFalse();
    assertThat(heard.isFinite()).isTrue();
    assertThat(heard.clippedShare()).isZero();
  }

  @Test
  void ordersSoundsByBrightness() {
    var dark = Measurement.of(Synthetic.both(Synthetic.tone(Synthetic.Wave.TRIANGLE, 220, 1)));
    var bright = Measurement.of(Synthetic.both(Synthetic.tone(Synthetic.Wave.SAW, 220, 1)));
    var noise = Measurement.of(Synthetic.both(Synthetic.noise(1, 1)));

    assertThat(dark.brightnessHz()).isBetween(220.0, 260.0);
    assertThat(bright.brightnessHz()).isGreaterThan(dark.brightnessHz() * 1.5);
    assertThat(noise.brightnessHz()).isCloseTo(11_025, within(500.));
  }

  @Test
  void tellsSilenceClippingAndWhatIsNoNumber() {
    assertThat(Measurement.of(new float[2][20_000]).isSilent()).isTrue();

    var loud = Synthetic.both(Synthetic.mono(1, i -> i % 100 < 10 ? 1 : 0.1));
    assertThat(Measurement.of(loud).clippedShare()).isCloseTo(0.1, within(0.001));

    var broken = Synthetic.both(Synthetic.noise(2, 1));
    broken[1][77] = Float.NaN;
    var heard = Measurement.of(broken);
    assertThat(heard.isFinite()).isFalse();
    assertThat(heard.isSilent()).isFalse();
    assertThat(heard.brightnessHz()).isCloseTo(11_025, within(500.));
  }

  @Test
  void measuresTheShortestOfSounds() {
    for (int n : new int[] {0, 1, 3, 500, 5000}) {
      var features = Measurement.of(new float[2][n]).features();
      assertThat(features.count()).isGreaterThan(100);
      for (int i = 0; i < features.count(); i++) {
        assertThat(features.at(i)).as("feature " + i + " of " + n + " frames").isFinite();
      }
    }
  }

  @Test
  void leavesLevelAndPlaceOutOfTheFeatures() {
    var noise = Synthetic.noise(2, 1);
    var centre = Measurement.of(Synthetic.both(noise)).features();
    var quiet = Synthetic.panned(noise, 0.2);
    for (var channel : quiet) {
      for (int i = 0; i < channel.length; i++) {
        channel[i] *= 0.25f;
      }
    }
    var left = Measurement.of(quiet).features();

    for (int i = 0; i < centre.count(); i++) {
      assertThat(left.at(i)).as("feature " + i).isCloseTo(centre.at(i), within(0.06f));
    }
  }
}
