package dev.aulos.engine;

import dev.aulos.models.conditioner.BeatPhases;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// The tempo of the beats that a model is told: the text's, else the item's own, else the seed's.
///
/// The seed's is a whole number of beats per minute that the style named by the text is played at
/// ("house", "drum and bass", …): of these the lowest third for texts that say "slow", the highest
/// for those that say "fast". Without a style it is from 88 to 136, slow from 64 to 84, fast from
/// 142 to 170. Seeds that follow one another are spread evenly.
final class Tempos {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final Pattern SLOW = words("slow|laid[ -]back|relaxed");
  private static final Pattern FAST = words("fast|driving|energetic");

  private record Between(int lowest, int highest) {
    double chosen(long seed) {
      long at = (seed * GOLDEN) >>> 32; // of 2³²
      return lowest + ((at * (highest - lowest + 1)) >>> 32);
    }
  }

  /// How fast something is played, as a rule and when a text says so.
  private record Paces(Between usual, Between slow, Between fast) {
    Between of(String text) {
      if (SLOW.matcher(text).find()) {
        return slow;
      }
      return FAST.matcher(text).find() ? fast : usual;
    }
  }

  private static final Paces WITHOUT_STYLE =
      new Paces(new Between(88, 136), new Between(64, 84), new Between(142, 170));

  private record Style(Pattern name, Paces paces) {
    static Style of(String names, int lowest, int highest) {
      int third = (highest - lowest) / 3;
      var slow = new Between(lowest, lowest + third);
      var fast = new Between(highest - third, highest);
      return new Style(words(names), new Paces(new Between(lowest, highest), slow, fast));
    }

    boolean isIn(String text) {
      return name.matcher(text).find();
    }
  }

  /// In this order: a "funky breakbeat" is a breakbeat, a "house ballad" house.
  private static final List<Style> STYLES =
      List.of(
          Style.of("drum ?(and|&|'?n'?) ?bass|dnb|d&b|jungle", 160, 178),
          Style.of("dub ?step", 136, 144),
          Style.of("trap", 130, 150),
          Style.of("hip[ -]?hop|boom[ -]?bap|lo-?fi", 78, 98),
          Style.of("break ?beats?|drum break", 112, 138),
          Style.of("techno", 122, 142),
          Style.of("trance", 130, 142),
          Style.of("house", 116, 128),
          Style.of("disco", 110, 126),
          Style.of("reggae|dub", 66, 88),
          Style.of("funk|funky", 92, 116),
          Style.of("ballad", 62, 80));

  private Tempos() {}

  private static Pattern words(String words) {
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
    var style = STYLES.stream().filter(s -> s.isIn(text)).findFirst();
    return style.map(Style::paces).orElse(WITHOUT_STYLE).of(text).chosen(seed);
  }
}
