package dev.aulos.recipe.sound;

import static dev.aulos.recipe.sound.Words.BRIGHT;
import static dev.aulos.recipe.sound.Words.DARK;
import static dev.aulos.recipe.sound.Words.LOUD;
import static dev.aulos.recipe.sound.Words.QUIET;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What people type to get a sound: an optional lead-in, adjectives, the thing, and what follows
/// it.
///
/// Whatever differs from the usual (place, brightness, loudness, room) is always said; archetype,
/// pitch and tempo are sometimes left open.
final class Captions {
  private static final long OTHERS = 1 << 20; // streams of dice that nothing else uses

  private final Plan plan;
  private final Family family;
  private final Dice dice;
  private final boolean complete;
  private final List<String> front = new ArrayList<>();
  private final List<String> tails = new ArrayList<>();
  private final boolean commas;
  private Claims claims;

  private Captions(Plan plan, Dice dice, boolean complete) {
    this.plan = plan;
    this.family = Catalogue.of(plan.kind());
    this.dice = dice;
    this.complete = complete;
    this.commas = dice.chance(0.35);
    claims = Claims.of(plan.kind(), plan.seconds());
  }

  /// A caption of the plan.
  static Prompt of(Plan plan) {
    return new Captions(plan, Dice.of(plan.seed(), 3), false).prompt();
  }

  /// Another caption of the plan, for each number from 1 on.
  static Prompt another(Plan plan, int number) {
    return new Captions(plan, Dice.of(plan.seed(), OTHERS + number), false).prompt();
  }

  /// A caption that leaves nothing open.
  static Prompt complete(Plan plan) {
    return new Captions(plan, Dice.of(plan.seed(), 3), true).prompt();
  }

  private Prompt prompt() {
    String noun = noun();
    mood();
    plan.loudness().ifPresent(this::loudness);
    plan.brightness().ifPresent(this::brightness);
    duration();
    pitch();
    tempo();
    where();
    if (plan.reverb()) {
      tail(Words.ROOM, Words.ROOM_COMMA);
    }
    filler();
    return new Prompt(typed(sentence(noun)), claims);
  }

  private String noun() {
    if (complete || dice.chance(0.8)) {
      claims = claims.withArchetype(Catalogue.archetype(plan.kind(), plan.variant()));
      return dice.pick(plan.variant().phrases());
    }
    return dice.pick(family.nouns());
  }

  private void loudness(Loudness loudness) {
    claims = claims.with(loudness);
    adjective(loudness == Loudness.LOUD ? LOUD : QUIET);
  }

  private void brightness(Brightness brightness) {
    claims = claims.with(brightness);
    adjective(brightness == Brightness.BRIGHT ? BRIGHT : DARK);
  }

  private void adjective(List<String> words) {
    String word = dice.pick(words);
    if (commas && dice.chance(0.2)) {
      tails.add(", " + word);
    } else {
      front.add(word);
    }
  }

  /// Words that follow from a key or a tempo.
  private void mood() {
    if (family.pitch().keyed() && dice.chance(0.1)) {
      front.add(dice.pick(plan.minor() ? Words.MINOR : Words.MAJOR));
    }
    boolean paced = plan.kind() == Kind.DRUM_LOOP || plan.kind() == Kind.MELODY;
    if (paced && plan.bpm() >= 140 && dice.chance(0.15)) {
      front.add(dice.pick(Words.FAST));
    } else if (paced && plan.bpm() <= 85 && dice.chance(0.15)) {
      front.add(dice.pick(Words.SLOW));
    }
  }

  /// Words that change nothing: a model must learn to pass over them.
  private void filler() {
    double which = dice.uniform();
    if (which < 0.06) {
      front.addFirst(dice.pick(Words.PRAISE));
    } else if (which < 0.14) {
      tails.add((commas ? ", " : " ") + dice.pick(Words.PURPOSES));
    }
  }

  private void duration() {
    long whole = Math.round(plan.seconds());
    if (Math.abs(plan.seconds() - whole) < 0.2 && dice.chance(0.12)) {
      tails.add(
          (commas ? ", " : dice.pick(" for ", ", "))
              + whole
              + (whole == 1 ? " second" : " seconds"));
    }
  }

  private void pitch() {
    if (plan.note() < 0 || !(complete || dice.chance(0.8))) {
      return;
    }
    if (family.pitch().keyed()) {
      key();
    } else {
      note();
    }
  }

  private void key() {
    claims = claims.withKey(Math.floorMod(plan.note(), 12) + (plan.minor() ? 12 : 0));
    String key = Pitch.className(plan.note(), dice) + (plan.minor() ? " minor" : " major");
    if (plan.kind() == Kind.CHORD ? dice.chance(0.7) : dice.chance(0.15)) {
      front.add(key);
    } else {
      tails.add(commas ? ", " + key : dice.pick(" in ", " in ", " in the key of ") + key);
    }
  }

  private void note() {
    claims = claims.withPitchHz(Pitch.hz(plan.note()));
    boolean frequency = plan.kind() == Kind.TONE && dice.chance(0.3);
    String name = frequency ? hertz() : Pitch.name(plan.note(), dice);
    if (dice.chance(0.45)) {
      front.add(name);
    } else if (commas) {
      tails.add(", " + name);
    } else {
      tails.add((frequency ? " at " : dice.pick(" at ", " on ", " playing ", " ")) + name);
    }
  }

  private String hertz() {
    return Math.round(Pitch.hz(plan.note())) + dice.pick(" Hz", " Hz", "Hz", " hertz");
  }

  private void tempo() {
    boolean open = !plan.variant().saysTempo();
    double often = plan.kind() == Kind.DRUM_LOOP ? 0.85 : 0.5;
    boolean must = complete && !family.pitch().exists();
    if (open || !(must || dice.chance(often))) {
      return;
    }
    claims = claims.withBpm(plan.bpm());
    String value = plan.bpm() + dice.pick(" BPM", " BPM", " bpm", "bpm", "BPM");
    if (dice.chance(0.4)) {
      front.addFirst(value);
    } else if (commas) {
      tails.add(", " + value);
    } else {
      tails.add(dice.chance(0.15) ? " at " + plan.bpm() + " beats per minute" : " at " + value);
    }
  }

  private void where() {
    boolean home = plan.place() == family.home();
    if (home && !dice.chance(0.06)) {
      return;
    }
    claims = claims.with(plan.place());
    tail(Words.place(plan.place()), Words.placeComma(plan.place()));
  }

  private void tail(List<String> phrases, List<String> afterComma) {
    tails.add(commas ? ", " + dice.pick(afterComma) : " " + dice.pick(phrases));
  }

  private String sentence(String noun) {
    var text = new StringBuilder();
    double lead = dice.uniform();
    if (lead < 0.08) {
      text.append(dice.pick(Words.LEADS)).append(' ');
    }
    var rest = String.join(" ", front);
    String thing = rest.isEmpty() ? noun : rest + " " + noun;
    if ((lead < 0.08 || lead > 0.8) && Words.isCountable(plan.kind(), noun)) {
      text.append(Words.article(thing)).append(' ');
    }
    text.append(thing);
    for (int left = tails.size(); left > 0; left--) {
      text.append(tails.remove(dice.below(left)));
    }
    return text.toString();
  }

  private String typed(String text) {
    double habit = dice.uniform();
    String out = text;
    if (habit < 0.45) {
      out = text.toLowerCase(Locale.ROOT);
    } else if (habit < 0.75) {
      out = Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
    return dice.chance(0.12) ? out + "." : out;
  }
}
