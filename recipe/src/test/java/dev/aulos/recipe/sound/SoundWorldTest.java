package dev.aulos.recipe.sound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SoundWorldTest {
  @Test
  void givesTheSameItemForTheSameSeed() {
    for (long seed = 0; seed < 12; seed++) {
      var first = SoundWorld.example(seed);
      var second = SoundWorld.example(seed);

      assertThat(second.samples()).isDeepEqualTo(first.samples());
      assertThat(second.caption()).isEqualTo(first.caption());
      assertThat(second.claims()).isEqualTo(first.claims());
    }
  }

  @Test
  void captionsWithoutSoundAreThoseOfTheExamples() {
    for (long seed = 40; seed < 50; seed++) {
      var example = SoundWorld.example(seed);
      var prompt = new Prompt(example.caption(), example.claims());

      assertThat(SoundWorld.caption(seed)).isEqualTo(prompt);
    }
  }

  @ParameterizedTest
  @EnumSource
  void soundsAreAudibleFiniteUnclippedAndAsLongAsClaimed(Kind kind) {
    for (long seed = 0; seed < 6; seed++) {
      var example = SoundWorld.example(seed, kind);
      var claims = example.claims();

      assertThat(claims.kind()).isEqualTo(kind);
      assertThat(claims.seconds()).isBetween(0.69, 11.5);
      for (var channel : example.samples()) {
        assertThat((double) channel.length / Example.SAMPLE_RATE).isEqualTo(claims.seconds());
      }
      double peak = Levels.peak(example.samples());
      assertThat(peak).as(example.caption()).isBetween(0.1, 0.95);
      assertThat(Levels.rms(example.samples())).as(example.caption()).isGreaterThan(0.001);
    }
  }

  @Test
  void whatIsPlayedInTimeHasItsTempoBesideTheCaptionAndTheRestAnyOrNone() {
    int played = 0;
    int untold = 0;
    int told = 0;
    for (long seed = 0; seed < 2_000; seed++) {
      var claims = SoundWorld.caption(seed).claims();
      var tempo = SoundWorld.tempos(seed, 1).getFirst();
      assertThat(tempo).isEqualTo(SoundWorld.tempos(seed, 2).getFirst());
      if (claims.kind().isPlayedInTime()) {
        played++;
        untold += tempo.isEmpty() ? 1 : 0;
        if (tempo.isPresent() && claims.bpm().isPresent()) {
          assertThat(tempo).isEqualTo(claims.bpm());
        }
      } else {
        tempo.ifPresent(bpm -> assertThat(bpm).isBetween(60.0, 180.0));
        told += tempo.isPresent() ? 1 : 0;
      }
    }
    assertThat(played).isPositive();
    assertThat(untold / (double) played).isBetween(0.08, 0.25);
    assertThat(told / (2_000.0 - played)).isBetween(0.4, 0.6);
  }
}
