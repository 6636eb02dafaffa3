package dev.aulos.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemposTest {
  private static DoubleStream chosen(String text) {
    return LongStream.range(0, 500)
        .mapToDouble(seed -> Tempos.inTime(Prompt.of(text), seed).tempo().orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "drum loop,88,136",
    "a slow beat,64,84",
    "Laid-back drums,64,84",
    "FAST arpeggio,142,170",
    "breakfast in a slowly moving train,88,136",
    "techno drum loop,122,142",
    "Slow TECHNO,122,128",
    "a driving techno beat,136,142",
    "drum & bass beat,160,178",
    "drum'n'bass,160,178",
    "dnb drums,160,178",
    "lo-fi hip hop,78,98",
    "lofi beat,78,98",
    "funky breakbeat,112,138",
    "dubstep wobble,136,144",
    "dub,66,88",
    "bass drums,88,136"
  })
  void seedsChooseWholeBeatsPerMinuteFromAllThatAStyleIsPlayedAt(
      String text, double lowest, double highest) {
    assertThat(chosen(text))
        .contains(lowest, highest)
        .allMatch(bpm -> bpm >= lowest && bpm <= highest)
        .allMatch(bpm -> bpm == Math.rint(bpm));
  }

  @Test
  void seedsThatFollowOneAnotherAreFarApart() {
    var few = chosen("drums").limit(8).sorted().toArray();
    assertThat(few[7] - few[0]).isGreaterThan(30);
    assertThat(DoubleStream.of(few).distinct()).hasSize(8);
  }

  @Test
  void whatTheTextOrTheItemSaysStays() {
    var named = Prompt.of("drums, 97.5 BPM");
    assertThat(Tempos.of(named)).hasValue(97.5);
    assertThat(Tempos.inTime(named, 1)).isEqualTo(named);
    var own = Prompt.of("drums").withTempo(140);
    assertThat(Tempos.inTime(own, 1)).isEqualTo(own);
    assertThat(Tempos.of(Prompt.of("drums"))).isEmpty();
  }

  @Test
  void aTempoNobodyPlaysIsRefused() {
    for (double bpm : new double[] {29, 301, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> Prompt.of("drums").withTempo(bpm))
          .isInstanceOf(RequestException.class)
          .hasMessageContaining("expected 30 to 300 beats per minute");
    }
  }
}
