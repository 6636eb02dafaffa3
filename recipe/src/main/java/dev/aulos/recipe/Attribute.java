package dev.aulos.recipe;

import dev.aulos.recipe.sound.Brightness;
import dev.aulos.recipe.sound.Claims;
import dev.aulos.recipe.sound.Kind;
import dev.aulos.recipe.sound.Loudness;
import dev.aulos.recipe.sound.Place;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// Something a caption may claim, as one of some classes. The last class is that it says nothing.
enum Attribute {
  KIND(Kind.values().length),
  TEMPO(64),
  NOTE(128),
  PLACE(Place.values().length),
  BRIGHTNESS(Brightness.values().length),
  LOUDNESS(Loudness.values().length);

  private static final int SLOWEST = 56; // beats per minute

  private final int said;

  /// @param said classes of captions that claim it
  Attribute(int said) {
    this.said = said;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  int classes() {
    return said + 1;
  }

  /// The class of a caption with these claims.
  int of(Claims claims) {
    return switch (this) {
      case KIND -> place(Kind.values(), Optional.of(claims.kind()));
      case TEMPO -> step(claims.bpm(), bpm -> (bpm - SLOWEST) / 2);
      case NOTE -> step(claims.pitchHz(), hz -> 69 + 12 * Math.log(hz / 440) / Math.log(2));
      case PLACE -> place(Place.values(), claims.place());
      case BRIGHTNESS -> place(Brightness.values(), claims.brightness());
      case LOUDNESS -> place(Loudness.values(), claims.loudness());
    };
  }

  private interface Scale {
    double of(double value);
  }

  private int step(OptionalDouble value, Scale scale) {
    return value.isEmpty()
        ? said
        : Math.clamp(Math.round(scale.of(value.getAsDouble())), 0, said - 1);
  }

  private <T> int place(T[] all, Optional<T> value) {
    return value.isEmpty() ? said : Arrays.asList(all).indexOf(value.get());
  }
}
