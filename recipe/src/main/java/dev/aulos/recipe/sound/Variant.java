package dev.aulos.recipe.sound;

import java.util.List;

/// One archetype of a kind.
///
/// @param name what the renderers know it by
/// @param lowBpm slowest usual tempo; 0 where the kind has none
/// @param highBpm fastest usual tempo
/// @param phrases what people call it, without article; no other archetype has the same
record Variant(String name, int lowBpm, int highBpm, List<String> phrases) {
  static Variant plain(String name, String phrases) {
    return new Variant(name, 0, 0, List.of(phrases.split(", ")));
  }

  static Variant timed(String name, int lowBpm, int highBpm, String phrases) {
    return new Variant(name, lowBpm, highBpm, List.of(phrases.split(", ")));
  }

  /// Whether people name the tempo: not of what has but one, nor of what is too fast to count.
  boolean saysTempo() {
    return lowBpm < highBpm && highBpm <= 180;
  }
}
