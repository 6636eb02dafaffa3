package dev.aulos.recipe.sound;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The words for what sounds of all kinds can be.
final class Words {
  static final List<String> DARK = List.of("dark", "dark", "warm", "mellow", "muffled", "dull");
  static final List<String> BRIGHT =
      List.of("bright", "bright", "crisp", "sharp", "brilliant", "shiny");
  static final List<String> LOUD = List.of("loud", "loud", "very loud", "powerful");
  static final List<String> QUIET = List.of("quiet", "quiet", "very quiet", "faint");
  static final List<String> ROOM =
      List.of(
          "with reverb",
          "with lots of reverb",
          "in a large hall",
          "in a big room",
          "in a church",
          "in a cave",
          "with a long reverb tail");
  static final List<String> ROOM_COMMA =
      List.of(
          "reverb", "hall reverb", "with reverb", "large hall", "lots of reverb", "reverberant");
  static final List<String> LEADS =
      List.of(
          "the sound of",
          "sound of",
          "a recording of",
          "recording of",
          "make",
          "generate",
          "play",
          "give me",
          "i want",
          "please make",
          "i need",
          "i would like",
          "can you make",
          "i can hear",
          "this is",
          "just",
          "some kind of",
          "someone recorded");

  static final List<String> MINOR = List.of("sad", "sad", "melancholic", "gloomy");
  static final List<String> MAJOR = List.of("happy", "happy", "cheerful", "joyful");
  static final List<String> FAST = List.of("fast", "fast", "driving", "energetic");
  static final List<String> SLOW = List.of("slow", "slow", "laid back", "relaxed");
  static final List<String> PRAISE =
      List.of(
          "nice", "simple", "cool", "great", "clean", "good", "clear", "beautiful", "high quality");
  static final List<String> PURPOSES =
      List.of(
          "for a video game",
          "for a movie",
          "for my song",
          "for a podcast",
          "for a track",
          "for sleeping",
          "please",
          "in the background",
          "at night",
          "in the morning",
          "in the middle of the night",
          "outside",
          "nothing else",
          "high quality recording",
          "sound effect",
          "just that",
          "to work to",
          "to relax");

  private static final Set<Kind> UNCOUNTABLE =
      Set.of(Kind.NOISE, Kind.RAIN, Kind.OCEAN, Kind.WIND, Kind.FIRE, Kind.THUNDER);
  private static final Set<String> BARE =
      Set.of(
          "drums",
          "arpeggios",
          "tick tock",
          "synth strings",
          "pew pew pew",
          "three laser shots",
          "repeated laser shots",
          "collecting a coin",
          "pew pew",
          "clapping hands",
          "hands clapping once",
          "picking up a coin in a game",
          "someone drops a coin",
          "someone hits metal",
          "someone playing the flute",
          "one kick",
          "one snare hit",
          "drumming",
          "heart beating fast",
          "heart beating slowly",
          "house music");

  private static final Pattern NOTE_F = Pattern.compile("f(#| ?sharp| ?flat)?[0-9]?( |$)");

  private Words() {}

  static List<String> place(Place place) {
    return switch (place) {
      case LEFT ->
          List.of(
              "on the left",
              "from the left",
              "panned left",
              "in the left channel",
              "on the left side",
              "panned hard left",
              "in the left ear");
      case RIGHT ->
          List.of(
              "on the right",
              "from the right",
              "panned right",
              "in the right channel",
              "on the right side",
              "panned hard right",
              "in the right ear");
      case CENTRE -> List.of("in the center", "in mono", "in the centre", "in the middle");
      case WIDE -> List.of("in stereo", "in wide stereo", "all around", "with a wide stereo image");
      case LEFT_TO_RIGHT ->
          List.of(
              "moving from left to right",
              "panning from left to right",
              "from left to right",
              "sweeping left to right",
              "passing from left to right");
      case RIGHT_TO_LEFT ->
          List.of(
              "moving from right to left",
              "panning from right to left",
              "from right to left",
              "sweeping right to left",
              "passing from right to left");
    };
  }

  static List<String> placeComma(Place place) {
    return switch (place) {
      case LEFT ->
          List.of("left", "left", "left side", "panned left", "on the left", "left channel");
      case RIGHT ->
          List.of("right", "right", "right side", "panned right", "on the right", "right channel");
      case CENTRE -> List.of("mono", "center", "centre", "centered");
      case WIDE -> List.of("stereo", "wide", "wide stereo");
      case LEFT_TO_RIGHT ->
          List.of("left to right", "moving left to right", "moving from left to right");
      case RIGHT_TO_LEFT ->
          List.of("right to left", "moving right to left", "moving from right to left");
    };
  }

  static boolean isCountable(Kind kind, String noun) {
    return !UNCOUNTABLE.contains(kind)
        && !BARE.contains(noun)
        && !noun.endsWith("s")
        && !noun.contains("techno with");
  }

  /// `a` or `an`, by how the text is spoken.
  static String article(String text) {
    String low = text.toLowerCase(Locale.ROOT);
    boolean vowel = "aeiou8".indexOf(low.charAt(0)) >= 0 && !low.startsWith("european");
    return vowel || NOTE_F.matcher(low).lookingAt() ? "an" : "a";
  }
}
