package dev.aulos.recipe.evaluate;

import dev.aulos.recipe.sound.Claims;
import dev.aulos.recipe.sound.Kind;
import dev.aulos.recipe.sound.Prompt;
import java.util.EnumSet;
import java.util.OptionalDouble;
import java.util.Set;

/// Holds what was heard against what was asked.
record Judge(KindClassifier classifier) {
  private static final double PITCH_CENTS = 50;
  private static final double STEADY = 0.85; // true loops have more, onsets at random less
  private static final double LENGTH_SECONDS = 0.06; // a latent frame is 0.046 s
  private static final double REST = 0.2;
  private static final double REST_SECONDS = 1.2; // a beat, and a bit

  /// Kinds that go on until they end, so that silence after them is a fault; the others die away.
  private static final Set<Kind> LASTING =
      EnumSet.of(
          Kind.TONE,
          Kind.CHORD,
          Kind.PAD,
          Kind.ARPEGGIO,
          Kind.MELODY,
          Kind.DRUM_LOOP,
          Kind.NOISE,
          Kind.RAIN,
          Kind.OCEAN,
          Kind.WIND,
          Kind.FIRE,
          Kind.ENGINE,
          Kind.SIREN,
          Kind.ALARM,
          Kind.CLOCK,
          Kind.HEARTBEAT,
          Kind.RISER);

  Judgement judge(Prompt prompt, long seed, Measurement heard) {
    var claims = prompt.claims();
    var chances = classifier.chances(heard.features());
    var kind = classifier.tell(heard.features());
    return new Judgement(
        prompt,
        seed,
        heard,
        kind,
        most(chances),
        tempo(claims.bpm(), heard.bpm()),
        beat(claims.kind(), heard.steadiness()),
        pitch(claims, heard.pitchHz()),
        claims.place().map(p -> Verdict.of(p == heard.place())).orElse(Verdict.NOT_ASKED),
        Verdict.of(isAsLong(claims, heard)));
  }

  private static double most(float[] chances) {
    double most = 0;
    for (float chance : chances) {
      most = Math.max(most, chance);
    }
    return most;
  }

  private static Verdict tempo(OptionalDouble asked, OptionalDouble heard) {
    return asked.isEmpty()
        ? Verdict.NOT_ASKED
        : Verdict.of(heard.isPresent() && Tempo.agrees(heard.getAsDouble(), asked.getAsDouble()));
  }

  private static Verdict beat(Kind asked, OptionalDouble heard) {
    return asked != Kind.DRUM_LOOP || heard.isEmpty()
        ? Verdict.NOT_ASKED
        : Verdict.of(heard.getAsDouble() >= STEADY);
  }

  private static Verdict pitch(Claims claims, OptionalDouble heard) {
    if (claims.pitchHz().isEmpty()) {
      return Verdict.NOT_ASKED;
    }
    if (heard.isEmpty()) {
      return Verdict.WRONG;
    }
    double cents = PitchTrack.cents(heard.getAsDouble(), claims.pitchHz().getAsDouble());
    if (claims.kind() == Kind.BELL && Math.abs(cents) > 600) {
      cents -= Math.copySign(1200, cents);
    }
    return Verdict.of(Math.abs(cents) <= PITCH_CENTS);
  }

  /// The file is as long as asked, and a lasting sound rests for at most a fifth, or a beat, at its
  /// end.
  private static boolean isAsLong(Claims claims, Measurement heard) {
    double rest = claims.seconds() - heard.activeEnd();
    boolean isFilled = rest <= Math.max(REST * claims.seconds(), REST_SECONDS);
    return Math.abs(heard.seconds() - claims.seconds()) <= LENGTH_SECONDS
        && !heard.isSilent()
        && (isFilled || !LASTING.contains(claims.kind()));
  }
}
