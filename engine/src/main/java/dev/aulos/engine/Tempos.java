package dev.aulos.engine;

import dev.aulos.models.conditioner.BeatPhases;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// The tempo of the beats that a model is told: the text's, else the item's own, else the seed's.
///
/// The seed's is a whole number of beats per minute from 88 to 136; of texts that say "slow" from
/// 64 to 84, of those that say "fast" from 142 to 170. Seeds that follow one another are spread
/// evenly.
final class Tempos {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final Pattern SLOW = word("slow|laid[ -]back|relaxed");
  private static final Pattern FAST = word("fast|driving|energetic");

  private Tempos() {}

  private static Pattern word(String words) {
    return Pattern.compile("\\b(" + words + ")\\b", Pattern.CASE_INSENSITIVE);
  }

  /// The tempo of an item, if it has one.
  static OptionalDouble of(Prompt prompt) {
    return BeatPhases.tempo(prompt.text(), prompt.tempo());
  }

  /// The item with a tempo: that of the seed where it has none.
  static Prompt inTime(Prompt prompt, long seed) {
    return of(prompt).isPresent() ? prompt : prompt.withTempo(ofSeed(prompt.text(), seed));
  }

  private static double ofSeed(String text, long seed) {
    if (SLOW.matcher(text).find()) {
      return chosen(64, 84, seed);
    }
    return FAST.matcher(text).find() ? chosen(142, 170, seed) : chosen(88, 136, seed);
  }

  private static double chosen(int lowest, int highest, long seed) {
    long at = (seed * GOLDEN) >>> 32; // of 2³²
    return lowest + ((at * (highest - lowest + 1)) >>> 32);
  }
}
