package dev.aulos.recipe.sound;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// Endless sounds with captions: item `seed` is the same on every machine and in every run.
public final class SoundWorld {
  private static final double UNTOLD = 0.15; // as edits of a sound whose tempo nobody knows

  private SoundWorld() {}

  /// An item of a kind drawn by how often it is wanted.
  public static Example example(long seed) {
    return example(seed, kind(seed));
  }

  /// An item of this kind.
  public static Example example(long seed, Kind kind) {
    var plan = Plan.of(seed, kind);
    var prompt = Captions.of(plan);
    return new Example(Renderer.render(plan), prompt.text(), prompt.claims());
  }

  /// The caption of [#example(long)] and its claims, at no cost of sound.
  public static Prompt caption(long seed) {
    return Captions.of(Plan.of(seed, kind(seed)));
  }

  /// The caption of [#example(long, Kind)] and its claims, at no cost of sound.
  public static Prompt caption(long seed, Kind kind) {
    return Captions.of(Plan.of(seed, kind));
  }

  /// So many captions of [#example(long)], the first of which is its own.
  public static List<String> captions(long seed, int count) {
    var plan = Plan.of(seed, kind(seed));
    return IntStream.range(0, count)
        .mapToObj(i -> i == 0 ? Captions.of(plan) : Captions.another(plan, i))
        .map(Prompt::text)
        .toList();
  }

  /// The tempos of the beats that a model is told beside [#captions] that name none, in beats per
  /// minute. Loops and tunes have their own, as a rule; whatever has no tempo is given any or none,
  /// so that a model learns to pass over it.
  public static List<OptionalDouble> tempos(long seed, int count) {
    var plan = Plan.of(seed, kind(seed));
    return IntStream.range(0, count).mapToObj(i -> tempo(plan, Dice.of(seed, 1_000 + i))).toList();
  }

  private static OptionalDouble tempo(Plan plan, Dice dice) {
    if (plan.kind().isPlayedInTime()) {
      return dice.chance(UNTOLD) ? OptionalDouble.empty() : OptionalDouble.of(plan.bpm());
    }
    return dice.chance(0.5) ? OptionalDouble.of(dice.between(60, 180)) : OptionalDouble.empty();
  }

  /// Prompts that no example has: combinations that are never drawn, and free sentences.
  public static List<Prompt> heldOut() {
    return HeldOut.PROMPTS;
  }

  /// The names of all archetypes of all kinds, in an order that does not change.
  public static List<String> archetypes() {
    return Catalogue.ARCHETYPES;
  }

  private static Kind kind(long seed) {
    return Catalogue.draw(Dice.of(seed, 1));
  }
}
