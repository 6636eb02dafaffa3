package dev.aulos.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SignalReportTest {
  @Test
  void describesASine() {
    var report = SignalReport.of(Sounds.sine(8000, 1000, 0.5, 8000));
    assertThat(report.peakDb()).isCloseTo(-6.02, within(0.01));
    assertThat(report.rmsDb()).isCloseTo(-9.03, within(0.01));
    assertThat(report.dcOffset()).isCloseTo(0, within(1e-6));
    assertThat(report.clippedFrames()).isZero();
    assertThat(report.isSilent()).isFalse();
    assertThat(report.isSound()).isTrue();
  }

  @Test
  void countsFramesNotSamplesThatClip() {
    var sound = Pcm.of(1, new float[] {1, 0, -2, 0.9f}, new float[] {-1, 0, 0, 0});
    var report = SignalReport.of(sound);
    assertThat(report.clippedFrames()).isEqualTo(2);
    assertThat(report.isSound()).isFalse();
  }

  @Test
  void findsWhatIsNoNumberAndMeasuresTheRest() {
    var sound =
        Pcm.of(
            1,
            new float[] {0.5f, 0.5f, Float.NaN, 0.5f},
            new float[] {0.5f, Float.NEGATIVE_INFINITY, 0.5f, 0.5f});
    var report = SignalReport.of(sound);
    assertThat(report.nonFinite()).isEqualTo(2);
    assertThat(report.firstNonFinite()).contains(new SignalReport.Position(1, 1));
    assertThat(report.peakDb()).isCloseTo(-6.02, within(0.01));
    assertThat(report.rmsDb()).isCloseTo(-6.02, within(0.01));
    assertThat(report.isSilent()).isFalse();
    assertThat(report.isSound()).isFalse();
  }

  @Test
  void namesTheOffsetFarthestFromZero() {
    var sound = Pcm.of(1, new float[] {0.1f, 0.1f}, new float[] {-0.3f, -0.1f});
    assertThat(SignalReport.of(sound).dcOffset()).isCloseTo(-0.2, within(1e-7));
  }

  @Test
  void silenceAndNothingAreSilent() {
    for (int frames : new int[] {0, 9}) {
      var report = SignalReport.of(Pcm.silence(1, 2, frames));
      assertThat(report.isSilent()).isTrue();
      assertThat(report.peakDb()).isEqualTo(Double.NEGATIVE_INFINITY);
      assertThat(report.rmsDb()).isEqualTo(Double.NEGATIVE_INFINITY);
      assertThat(report.firstNonFinite()).isEqualTo(Optional.empty());
    }
  }
}
