package dev.aulos.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.audio.Pcm;
import dev.aulos.audio.Resampler;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final int SOUNDS = 12;
  private static final double SECONDS = 4;
  private static final int RATE = SynthesizedSound.RATE;

  private static final List<Pcm> ORIGINALS =
      IntStream.range(0, SOUNDS).mapToObj(i -> SynthesizedSound.of(i, SECONDS)).toList();
  private static final FingerprintIndex INDEX =
      FingerprintIndex.of(ORIGINALS.stream().map(Fingerprint::of).toList(), Sameness.usual());

  /// How many sounds are found again, and every one of these where it was cut.
  private static int found(UnaryOperator<Pcm> change, double offsetSeconds) {
    int found = 0;
    for (int i = 0; i < SOUNDS; i++) {
      var match = INDEX.match(Fingerprint.of(change.apply(ORIGINALS.get(i))));
      if (match.isPresent()) {
        assertThat(match.get().index()).isEqualTo(i);
        if (i % 6 != 1) { // drum loops are the same a bar later too
          assertThat(match.get().offsetSeconds()).isCloseTo(offsetSeconds, within(0.03));
        }
        found++;
      }
    }
    return found;
  }

  @Test
  void survivesGain() {
    assertThat(found(sound -> sound.gainDb(-12), 0)).isEqualTo(SOUNDS);
  }

  @Test
  void survivesOtherRates() {
    assertThat(found(Resampler.of(RATE, 22_050)::apply, 0)).isEqualTo(SOUNDS);
    assertThat(found(Resampler.of(RATE, 48_000)::apply, 0)).isEqualTo(SOUNDS);
  }

  @Test
  void survivesNoiseTwentyDecibelsBelow() {
    assertThat(found(sound -> SynthesizedSound.noisy(sound, 20, 1), 0)).isEqualTo(SOUNDS);
  }

  @Test
  void survivesALowPassFilterAtFourKilohertz() {
    assertThat(found(sound -> SynthesizedSound.lowPassed(sound, 4000), 0)).isEqualTo(SOUNDS);
  }

  @Test
  void survivesCutsAndSaysWhere() {
    int start = 55_573;
    assertThat(found(sound -> sound.slice(start, start + 2 * RATE), start / 44_100.0))
        .isGreaterThanOrEqualTo(SOUNDS - 1);
  }

  @Test
  void survivesAllOfThatTogetherForMostSounds() {
    UnaryOperator<Pcm> all =
        sound -> {
          var cut = sound.slice(30_011, 30_011 + 3 * RATE);
          var dull = SynthesizedSound.lowPassed(cut, 4000);
          return SynthesizedSound.noisy(dull, 20, 3).gainDb(-9);
        };
    assertThat(found(all, 30_011 / 44_100.0)).isGreaterThanOrEqualTo(SOUNDS - 2);
  }

  @Test
  void unrelatedSoundsAreNotTheSame() {
    assertThat(pairsFound(IntStream.range(0, 48).mapToObj(i -> SynthesizedSound.of(i, 1.5))))
        .isZero(); // of 1128 pairs
  }

  @Test
  void otherNotesOfTheSameInstrumentsAreNotTheSame() {
    assertThat(pairsFound(IntStream.range(0, 30).mapToObj(i -> SynthesizedSound.of(i % 6, i, 2))))
        .isZero(); // of 435 pairs, 60 of them of one kit
  }

  private static long pairsFound(java.util.stream.Stream<Pcm> sounds) {
    var prints = sounds.map(Fingerprint::of).toList();
    var index = FingerprintIndex.of(prints, Sameness.usual());
    return IntStream.range(0, prints.size())
        .filter(i -> index.match(prints.get(i), j -> j < i).isPresent())
        .count();
  }

  @Test
  void findsAPartWithinALongerSound() {
    var whole = Pcm.of(RATE, joined(ORIGINALS.get(3), ORIGINALS.get(0), ORIGINALS.get(4)));
    var index = FingerprintIndex.of(List.of(Fingerprint.of(whole)), Sameness.usual());
    var match = index.match(Fingerprint.of(ORIGINALS.get(0))).orElseThrow();
    assertThat(match.offsetSeconds()).isCloseTo(SECONDS, within(0.03));
    assertThat(match.score()).isGreaterThan(0.5);
    assertThat(match.distanceDb()).isLessThan(2); // its ends touch other sounds
  }

  private static float[] joined(Pcm... sounds) {
    int frames = java.util.Arrays.stream(sounds).mapToInt(Pcm::frames).sum();
    var all = new float[frames];
    int at = 0;
    for (var sound : sounds) {
      System.arraycopy(sound.channel(0), 0, all, at, sound.frames());
      at += sound.frames();
    }
    return all;
  }

  @Test
  void hearsStereoByItsMeanAndOppositePhasesByOneSide() {
    var x = ORIGINALS.get(1).channel(0);
    var opposite = ORIGINALS.get(1).gain(-1).channel(0);
    assertThat(INDEX.match(Fingerprint.of(Pcm.of(RATE, x, x)))).isPresent();
    assertThat(INDEX.match(Fingerprint.of(Pcm.of(RATE, x, opposite)))).isPresent();
  }

  @Test
  void aLongSoundHasTheFingerprintOfItsParts() {
    var x = joined(SynthesizedSound.of(0, 28)); // more than one block of frames
    var late = Pcm.of(RATE, java.util.Arrays.copyOfRange(x, 24 * RATE, 27 * RATE));
    var index = FingerprintIndex.of(List.of(Fingerprint.of(Pcm.of(RATE, x))), Sameness.usual());
    assertThat(index.match(Fingerprint.of(late)).orElseThrow().offsetSeconds())
        .isCloseTo(24, within(0.03));
  }

  @Test
  void silenceMatchesNothing() {
    var silence = Fingerprint.of(Pcm.silence(RATE, 2, RATE));
    var index = FingerprintIndex.of(List.of(silence, silence), Sameness.usual());
    assertThat(silence.landmarks()).isZero();
    assertThat(index.match(silence)).isEmpty();
    assertThat(Fingerprint.of(Pcm.silence(RATE, 1, 0)).landmarks()).isZero();
  }

  @Test
  void summarizesTheSameSoundTheSame() {
    var a = Fingerprint.of(ORIGINALS.get(2)).summary();
    assertThat(Fingerprint.of(ORIGINALS.get(2)).summary()).isEqualTo(a);
    assertThat(Fingerprint.of(ORIGINALS.get(3)).summary()).isNotEqualTo(a);
    assertThat(a.digest()).hasSize(32);
  }

  @Test
  void refusesNumbersThatAreNone() {
    assertThatThrownBy(() -> Fingerprint.of(Pcm.of(RATE, new float[] {0, Float.NaN})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the sound has samples that are not finite numbers");
    assertThatThrownBy(() -> new Sameness(0, 3, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("share is 0.0, expected above 0 to 1");
  }
}
