package dev.aulos.recipe;

import dev.aulos.recipe.sound.Brightness;
import dev.aulos.recipe.sound.Claims;
import dev.aulos.recipe.sound.Kind;
import dev.aulos.recipe.sound.Loudness;
import dev.aulos.recipe.sound.Place;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToIntFunction;

/// Something a caption may claim, as one of some classes. The last class is that it says nothing.
enum Attribute {
  KIND(Kind.values().length, claims -> claims.kind().ordinal()),
  TEMPO(Attribute.TEMPOS, claims -> tempo(claims.bpm())),
  NOTE(Attribute.NOTES, claims -> note(claims.pitchHz())),
  PLACE(Place.values().length, claims -> claims.place().map(Enum::ordinal).orElse(-1)),
  BRIGHTNESS(
      Brightness.values().length, claims -> claims.brightness().map(Enum::ordinal).orElse(-1)),
  LOUDNESS(Loudness.values().length, claims -> claims.loudness().map(Enum::ordinal).orElse(-1));

  private static final int TEMPOS = 64;
  private static final int NOTES = 128;

  private final int said;
  private final ToIntFunction<Claims> which;

  /// @param said classes of captions that claim it
  /// @param which of them, or −1
  Attribute(int said, ToIntFunction<Claims> which) {
    this.said = said;
    this.which = which;
  }

  /// Steps of 2 beats per minute from 56 on.
  private static int tempo(OptionalDouble bpm) {
    return bpm.isEmpty() ? -1 : Math.clamp(Math.round((bpm.getAsDouble() - 56) / 2), 0, TEMPOS - 1);
  }

  /// MIDI numbers.
  private static int note(OptionalDouble pitch) {
    return pitch.isEmpty()
        ? -1
        : Math.clamp(
            Math.round(69 + 12 * Math.log(pitch.getAsDouble() / 440) / Math.log(2)), 0, NOTES - 1);
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  int classes() {
    return said + 1;
  }

  /// The class of a caption with these claims.
  int of(Claims claims) {
    int chosen = which.applyAsInt(claims);
    return chosen < 0 ? said : chosen;
  }
}
