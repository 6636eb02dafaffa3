package dev.aulos.recipe.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.recipe.evaluate.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What captions say is true of the sounds.
class ClaimsTest {
  @ParameterizedTest
  @EnumSource(names = {"TONE", "BASS", "PLUCK", "BELL"})
  void theNoteNamedIsThePitchHeard(Kind kind) {
    for (var example : examples(kind, 2, claims -> claims.pitchHz().isPresent())) {
      double claimed = example.claims().pitchHz().orElseThrow();
      double heard = Measurement.of(example.samples()).pitchHz().orElse(1);

      double cents = 1200 * Math.log(heard / claimed) / Math.log(2);
      assertThat(cents).as(example.caption()).isCloseTo(0, within(50.0));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DRUM_LOOP", "MELODY", "ARPEGGIO", "HEARTBEAT", "CLOCK"})
  void theTempoNamedOrItsHalfOrDoubleIsHeard(Kind kind) {
    for (var example : examples(kind, 2, claims -> claims.bpm().isPresent())) {
      double claimed = example.claims().bpm().orElseThrow();
      double heard = Measurement.of(example.samples()).bpm().orElse(1);

      double off =
          DoubleStream.of(1, 0.5, 2).map(f -> Math.abs(f * heard / claimed - 1)).min().orElse(1);
      assertThat(off).as(example.caption()).isLessThan(0.02);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSoundOnOneSideIsTenDecibelsLouderThere(Kind kind) {
    for (var example : examples(kind, 1, claims -> claims.place().equals(opt(Place.LEFT)))) {
      var x = example.samples();
      assertThat(Levels.rms(x[0])).as(example.caption()).isGreaterThan(3.2 * Levels.rms(x[1]));
    }
    for (var example : examples(kind, 1, claims -> claims.place().equals(opt(Place.RIGHT)))) {
      var x = example.samples();
      assertThat(Levels.rms(x[1])).as(example.caption()).isGreaterThan(3.2 * Levels.rms(x[0]));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TONE", "NOISE", "LASER"})
  void aMovingSoundStartsOnOneSideAndEndsOnTheOther(Kind kind) {
    for (var place : List.of(Place.LEFT_TO_RIGHT, Place.RIGHT_TO_LEFT)) {
      for (var example : examples(kind, 1, claims -> claims.place().equals(opt(place)))) {
        assertThat(Measurement.of(example.samples()).place())
            .as(example.caption())
            .isEqualTo(place);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"KICK", "TONE", "BASS", "RAIN"})
  void aWideSoundIsEquallyLoudAndDifferentInBothChannels(Kind kind) {
    for (var example : examples(kind, 1, claims -> claims.place().equals(opt(Place.WIDE)))) {
      assertThat(Measurement.of(example.samples()).place())
          .as(example.caption())
          .isEqualTo(Place.WIDE);
    }
  }

  @Test
  void darkSoundsAreDarkerAndQuietOnesQuieterThanTheirOpposites() {
    for (var kind : List.of(Kind.DRUM_LOOP, Kind.SNARE)) {
      var dark = examples(kind, 2, claims -> claims.brightness().equals(opt(Brightness.DARK)));
      var bright = examples(kind, 2, claims -> claims.brightness().equals(opt(Brightness.BRIGHT)));
      assertThat(mean(dark)).as("%s", kind).isLessThan(mean(bright));
    }
    for (var kind : List.of(Kind.KICK, Kind.TONE, Kind.FIRE, Kind.COIN)) {
      for (var quiet : examples(kind, 1, claims -> claims.loudness().equals(opt(Loudness.QUIET)))) {
        assertThat(Levels.peak(quiet.samples())).as(quiet.caption()).isLessThan(0.15);
      }
      for (var loud : examples(kind, 1, claims -> claims.loudness().equals(opt(Loudness.LOUD)))) {
        assertThat(Levels.peak(loud.samples())).as(loud.caption()).isGreaterThan(0.8);
      }
    }
  }

  private static double mean(List<Example> examples) {
    return examples.stream()
        .mapToDouble(example -> Measurement.of(example.samples()).brightnessHz())
        .average()
        .orElseThrow();
  }

  private static <T> java.util.Optional<T> opt(T value) {
    return java.util.Optional.of(value);
  }

  /// The first short examples with such claims.
  private static List<Example> examples(Kind kind, int count, Predicate<Claims> wanted) {
    var found = new ArrayList<Example>();
    for (long seed = 0; found.size() < count; seed++) {
      var claims = SoundWorld.caption(seed, kind).claims();
      if (claims.seconds() < 4.5 && wanted.test(claims)) {
        found.add(SoundWorld.example(seed, kind));
      }
    }
    return found;
  }
}
