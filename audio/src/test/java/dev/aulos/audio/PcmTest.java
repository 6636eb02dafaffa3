package dev.aulos.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class PcmTest {
  private static final Pcm THREE =
      Pcm.of(4, new float[] {1, 2, 3}, new float[] {3, 4, 5}, new float[] {5, 6, 1});

  @Test
  void knowsItsExtent() {
    assertThat(THREE.channels()).isEqualTo(3);
    assertThat(THREE.frames()).isEqualTo(3);
    assertThat(THREE.sampleRate()).isEqualTo(4);
    assertThat(THREE.durationSeconds()).isEqualTo(0.75);
  }

  @Test
  void planarAndInterleavedHoldTheSameSamples() {
    var planar = Pcm.planar(8, 2, new float[] {1, 2, 3, 4});
    var interleaved = Pcm.interleaved(8, 2, new float[] {1, 3, 2, 4});
    assertThat(interleaved.planar()).isEqualTo(planar.planar()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void neitherFactoryNorAccessorSharesItsArray() {
    var x = new float[] {1};
    var sound = Pcm.of(1, x);
    x[0] = 2;
    sound.channel(0)[0] = 3;
    assertThat(sound.at(0, 0)).isEqualTo(1);
  }

  @Test
  void monoIsTheMean() {
    assertThat(THREE.toMono().channel(0)).containsExactly(3, 4, 3);
    assertThat(THREE.toMono().toMono().channel(0)).containsExactly(3, 4, 3);
  }

  @Test
  void stereoDoublesOneChannelAndKeepsTheFirstTwoOfMore() {
    assertThat(THREE.toStereo().planar()).containsExactly(1, 2, 3, 3, 4, 5);
    assertThat(THREE.toMono().toStereo().planar()).containsExactly(3, 4, 3, 3, 4, 3);
  }

  @Test
  void cutsAndPads() {
    assertThat(THREE.slice(1, 2).planar()).containsExactly(2, 4, 6);
    assertThat(THREE.trimTo(1).planar()).containsExactly(1, 3, 5);
    assertThat(THREE.trimTo(9).frames()).isEqualTo(3);
    assertThat(THREE.toMono().padTo(5).channel(0)).containsExactly(3, 4, 3, 0, 0);
    assertThat(THREE.padTo(2).frames()).isEqualTo(3);
    assertThat(THREE.toMono().fitTo(2).channel(0)).containsExactly(3, 4);
    assertThatThrownBy(() -> THREE.slice(2, 4)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void measuresLevels() {
    var sound = Pcm.of(1, new float[] {0.5f, -0.5f}, new float[] {0.5f, -0.5f});
    assertThat(sound.peak()).isEqualTo(0.5f);
    assertThat(sound.peakDb()).isCloseTo(-6.0206, within(1e-4));
    assertThat(sound.rms()).isEqualTo(0.5);
    assertThat(sound.gain(2).peak()).isEqualTo(1);
    assertThat(sound.gainDb(-20).peak()).isCloseTo(0.05f, within(1e-7f));
  }

  @Test
  void isSilentBelowSixtyDecibels() {
    assertThat(Pcm.of(1, new float[] {0.00101f}).isSilent()).isFalse();
    assertThat(Pcm.of(1, new float[] {-0.00099f}).isSilent()).isTrue();
    assertThat(Pcm.silence(1, 2, 3).isSilent()).isTrue();
    assertThat(Pcm.silence(1, 2, 0).isSilent()).isTrue();
    assertThat(Pcm.of(1, new float[] {0.1f}).isSilent(-10)).isTrue();
  }

  @Test
  void aSoundThatIsNotANumberIsNotSilent() {
    var sound = Pcm.of(1, new float[] {0, Float.NaN, 0});
    assertThat(sound.isSilent()).isFalse();
    assertThat(sound.hasNonFinite()).isTrue();
    assertThat(sound.peak()).isNaN();
    assertThat(Pcm.of(1, new float[] {Float.NEGATIVE_INFINITY}).hasNonFinite()).isTrue();
    assertThat(THREE.hasNonFinite()).isFalse();
  }

  @Test
  void rejectsWhatIsNoSound() {
    assertThatThrownBy(() -> Pcm.of(1)).hasMessageContaining("at least one channel");
    assertThatThrownBy(() -> Pcm.of(0, new float[1])).hasMessageContaining("sample rate is 0");
    assertThatThrownBy(() -> Pcm.of(1, new float[1], new float[2]))
        .hasMessageContaining("differ in length: 1 and 2");
    assertThatThrownBy(() -> Pcm.planar(1, 2, new float[3]))
        .hasMessageContaining("3 samples do not fill 2 channels");
  }
}
