package dev.aulos.recipe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.audio.Pcm;
import dev.aulos.recipe.sound.Place;
import org.junit.jupiter.api.Test;

class StereoImageTest {
  private static final float[] NOISE = Synthetic.noise(5, 2);

  private static Place place(float[][] sound) {
    return StereoImage.of(Pcm.of(Synthetic.RATE, sound)).place();
  }

  @Test
  void tellsLeftCentreAndRight() {
    assertThat(place(Synthetic.panned(NOISE, 0.1))).isEqualTo(Place.LEFT);
    assertThat(place(Synthetic.panned(NOISE, 0.5))).isEqualTo(Place.CENTRE);
    assertThat(place(Synthetic.panned(NOISE, 0.9))).isEqualTo(Place.RIGHT);
  }

  @Test
  void tellsWhichWayASoundMoves() {
    double n = NOISE.length;
    assertThat(place(Synthetic.panned(NOISE, i -> i / n))).isEqualTo(Place.LEFT_TO_RIGHT);
    assertThat(place(Synthetic.panned(NOISE, i -> 1 - i / n))).isEqualTo(Place.RIGHT_TO_LEFT);
  }

  @Test
  void tellsTwoSoundsFromOneBetweenTheLoudspeakers() {
    assertThat(place(new float[][] {NOISE, Synthetic.noise(6, 2)})).isEqualTo(Place.WIDE);
  }

  @Test
  void hearsOneChannelAndSilenceInTheCentre() {
    assertThat(place(new float[][] {NOISE})).isEqualTo(Place.CENTRE);
    assertThat(place(new float[2][100])).isEqualTo(Place.CENTRE);
    assertThat(place(new float[2][0])).isEqualTo(Place.CENTRE);
  }
}
