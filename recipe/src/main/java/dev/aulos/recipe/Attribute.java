package dev.aulos.recipe;

import dev.aulos.recipe.sound.Brightness;
import dev.aulos.recipe.sound.Claims;
import dev.aulos.recipe.sound.Kind;
import dev.aulos.recipe.sound.Loudness;
import dev.aulos.recipe.sound.Place;
import dev.aulos.recipe.sound.SoundWorld;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// Something a caption may claim, as one of some classes. The last class is that it says nothing.
/// Classes of what has an order (tempos, notes) share their truth with their neighbours, so that
/// the encoder says close things in close ways: what the transformer learns of one note, it then
/// knows of the next.
enum Attribute {
  KIND(Kind.values().length),
  ARCHETYPE(SoundWorld.archetypes().size()),
  KEY(24),
  TEMPO(64),
  NOTE(128),
  PLACE(Place.values().length),
  BRIGHTNESS(Brightness.values().length),
  LOUDNESS(Loudness.values().length);

  private static final int SLOWEST = 56; // beats per minute
  private static final double WIDTH = 1.2; // deviation of a shared truth, in classes

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
      case ARCHETYPE -> claims.archetype().map(SoundWorld.archetypes()::indexOf).orElse(said);
      case KEY -> claims.key().orElse(said);
      case TEMPO -> step(claims.bpm(), bpm -> (bpm - SLOWEST) / 2);
      case NOTE -> step(claims.pitchHz(), hz -> 69 + 12 * Math.log(hz / 440) / Math.log(2));
      case PLACE -> place(Place.values(), claims.place());
      case BRIGHTNESS -> place(Brightness.values(), claims.brightness());
      case LOUDNESS -> place(Loudness.values(), claims.loudness());
    };
  }

  /// How likely each class is to be called right for these claims; the sum is 1.
  float[] truth(Claims claims) {
    int chosen = of(claims);
    var truth = new float[classes()];
    if (chosen == said || (this != TEMPO && this != NOTE)) {
      truth[chosen] = 1;
      return truth;
    }
    double sum = 0;
    for (int i = 0; i < said; i++) {
      sum += near(i - chosen);
    }
    for (int i = 0; i < said; i++) {
      truth[i] = (float) (near(i - chosen) / sum);
    }
    return truth;
  }

  private static double near(int classes) {
    return Math.exp(-0.5 * classes * classes / (WIDTH * WIDTH));
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
