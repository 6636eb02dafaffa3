package dev.aulos.recipe.sound;

import java.util.List;

/// Sentences written by hand, as people write them.
final class FreeSentences {
  static final List<Prompt> PROMPTS =
      List.of(
              loop("a driving techno beat at 135 bpm for a night drive", 135, 6),
              loop("I need some hip hop drums, nice and slow, 84 BPM", 84, 6),
              loop("some warm analog techno to work to, 126 BPM", 126, 6).with(Brightness.DARK),
              loop("electronic drums for a workout, 132 BPM", 132, 6),
              loop("simple rock drums please, 110 bpm", 110, 5),
              loop("fast jungle drums at 172 beats per minute", 172, 5),
              loop("house groove, 122bpm, four on the floor", 122, 5),
              of("rain drumming on the tin roof of a shed", Kind.RAIN, 6),
              of("heavy rain falling in the middle of the night", Kind.RAIN, 6),
              of("it is raining softly", Kind.RAIN, 5),
              of("waves rolling onto a sandy beach", Kind.OCEAN, 6),
              of("a cold wind howling around the house", Kind.WIND, 6),
              of("a cozy fire crackling in the fireplace", Kind.FIRE, 5),
              of("thunder rolling far away", Kind.THUNDER, 5),
              of("an old truck engine idling", Kind.ENGINE, 4),
              of("a police car with its siren on", Kind.SIREN, 4),
              of("an ambulance passing from left to right", Kind.SIREN, 4)
                  .with(Place.LEFT_TO_RIGHT),
              of("my alarm clock beeping in the morning", Kind.ALARM, 3),
              of("the old clock on the wall goes tick tock", Kind.CLOCK, 4),
              of("a heart beating slowly", Kind.HEARTBEAT, 5),
              of("pew pew, a laser gun in a video game", Kind.LASER, 1.5),
              of("laser shot flying from right to left", Kind.LASER, 1.2).with(Place.RIGHT_TO_LEFT),
              of("picking up a coin in an old video game", Kind.COIN, 1.2),
              of("one click of a mouse", Kind.CLICK, 1),
              of("a church bell ringing in the distance", Kind.BELL, 4),
              of("a bright little bell on the left side", Kind.BELL, 3)
                  .with(Brightness.BRIGHT)
                  .with(Place.LEFT),
              of("build up with rising noise before the drop", Kind.RISER, 4),
              of("huge boom for a movie trailer", Kind.IMPACT, 3),
              of("someone hits a piece of metal", Kind.IMPACT, 2),
              of("a big explosion", Kind.IMPACT, 3),
              of("punchy kick, techno style", Kind.KICK, 1),
              of("a snare drum hit with lots of reverb", Kind.SNARE, 1.5),
              of("one hit on an open hat", Kind.HIHAT, 1.2),
              of("people clap once", Kind.CLAP, 1.2),
              of("a deep floor tom, on the right", Kind.TOM, 1.3).with(Place.RIGHT),
              of("white noise and no other sound", Kind.NOISE, 3),
              of("static noise on the left channel only", Kind.NOISE, 3).with(Place.LEFT),
              note("pure tone at 440 Hz, nothing else", Kind.TONE, 69, 3),
              note("a simple sine wave playing the note E4", Kind.TONE, 64, 3),
              note("deep analog bass on a low E2", Kind.BASS, 40, 2),
              note("acoustic guitar string plucked, note G3", Kind.PLUCK, 55, 2.5),
              of("a sad minor chord on an electric piano", Kind.CHORD, 3),
              of("dark and slow ambient pad", Kind.PAD, 6).with(Brightness.DARK),
              of("bright airy pad in F major for a dream", Kind.PAD, 6).with(Brightness.BRIGHT),
              of("music box playing a little tune", Kind.MELODY, 6),
              of("happy 8-bit video game melody in C major", Kind.MELODY, 6),
              of("trance arp in A minor", Kind.ARPEGGIO, 5),
              of("quiet flute melody", Kind.MELODY, 6).with(Loudness.QUIET))
          .stream()
          .map(Draft::prompt)
          .toList();

  private FreeSentences() {}

  private static Draft of(String text, Kind kind, double seconds) {
    return new Draft(text, Claims.of(kind, seconds));
  }

  private static Draft loop(String text, int bpm, double seconds) {
    return new Draft(text, Claims.of(Kind.DRUM_LOOP, seconds).withBpm(bpm));
  }

  private static Draft note(String text, Kind kind, int midi, double seconds) {
    return new Draft(text, Claims.of(kind, seconds).withPitchHz(Pitch.hz(midi)));
  }

  /// A sentence whose claims are still being said.
  private record Draft(String text, Claims claims) {
    Draft with(Place place) {
      return new Draft(text, claims.with(place));
    }

    Draft with(Brightness brightness) {
      return new Draft(text, claims.with(brightness));
    }

    Draft with(Loudness loudness) {
      return new Draft(text, claims.with(loudness));
    }

    Prompt prompt() {
      return new Prompt(text, claims);
    }
  }
}
