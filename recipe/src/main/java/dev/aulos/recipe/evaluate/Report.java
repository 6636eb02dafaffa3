package dev.aulos.recipe.evaluate;

import dev.aulos.recipe.sound.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/// What an [Evaluation] found. Shares are over the first seeds of each prompt, one for each round;
/// silence, clipping and broken numbers are counted over all renders.
public final class Report {
  private final String name;
  private final List<Judgement> judgements; // all renders
  private final List<Judgement> counted; // one a prompt and round
  private final int rounds;
  private final SortedMap<Integer, Clip> clips; // by place among the judgements
  private final OptionalDouble diversity;
  private final double renderSeconds;

  private Report(
      String name,
      List<Judgement> judgements,
      int rounds,
      SortedMap<Integer, Clip> clips,
      OptionalDouble diversity,
      double renderSeconds) {
    long first = judgements.getFirst().seed();
    this.name = name;
    this.judgements = List.copyOf(judgements);
    this.counted = judgements.stream().filter(j -> j.seed() < first + rounds).toList();
    this.rounds = rounds;
    this.clips = new TreeMap<>(clips);
    this.diversity = diversity;
    this.renderSeconds = renderSeconds;
  }

  static Report of(
      String name,
      List<Judgement> judgements,
      int rounds,
      SortedMap<Integer, Clip> clips,
      KindClassifier classifier,
      double renderSeconds) {
    return new Report(
        name, judgements, rounds, clips, Diversity.of(judgements, classifier), renderSeconds);
  }

  /// What was evaluated.
  public String name() {
    return name;
  }

  /// The renders that shares are over, in order.
  List<Judgement> counted() {
    return counted;
  }

  /// Every render, in order.
  public List<Judgement> judgements() {
    return judgements;
  }

  /// How many prompts there were.
  public int prompts() {
    return counted.size() / rounds;
  }

  /// Kinds right.
  public Share kind() {
    return share(j -> Verdict.of(j.isKindRight()));
  }

  /// Kinds right by the kind asked for, of those that were.
  public Map<Kind, Share> kinds() {
    var kinds = new EnumMap<Kind, Share>(Kind.class);
    for (var j : counted) {
      kinds.merge(
          j.prompt().claims().kind(),
          Share.NONE.and(Verdict.of(j.isKindRight())),
          (a, b) -> new Share(a.right() + b.right(), a.of() + b.of()));
    }
    return kinds;
  }

  /// Tempos within 2 %, halves and doubles counting as right.
  public Share tempo() {
    return share(Judgement::tempo);
  }

  /// Drum loops whose beat is even.
  public Share beat() {
    return share(Judgement::beat);
  }

  /// Pitches within 50 cents.
  public Share pitch() {
    return share(Judgement::pitch);
  }

  /// Stereo places right.
  public Share place() {
    return share(Judgement::place);
  }

  /// Lengths right.
  public Share length() {
    return share(Judgement::length);
  }

  /// Pairs of one kind of which the one asked for as bright is brighter than the one asked for as
  /// dark.
  public Share brightness() {
    return Order.brightness(counted);
  }

  /// Pairs of one kind of which the one asked for as loud is louder than the one asked for as
  /// quiet.
  public Share loudness() {
    return Order.loudness(counted);
  }

  /// How many renders are silent.
  public int silent() {
    return count(j -> j.heard().isSilent());
  }

  /// How many renders hold what is no number.
  public int notFinite() {
    return count(j -> !j.heard().isFinite());
  }

  /// How many renders are clipped.
  public int clipped() {
    return count(Judgement::isClipped);
  }

  /// How far renders of one prompt with different seeds are apart, as a share of how far renders of
  /// different prompts are; empty if there was one seed.
  public OptionalDouble diversity() {
    return diversity;
  }

  /// Seconds of rendering per second of sound.
  public double renderTime() {
    double sound = judgements.stream().mapToDouble(j -> j.heard().seconds()).sum();
    return sound == 0 ? 0 : renderSeconds / sound;
  }

  /// Seconds of rendering per render.
  public double secondsPerRender() {
    return renderSeconds / judgements.size();
  }

  /// One kind heard where another was asked for, so many times.
  public record Confusion(Kind asked, Kind heard, int count) {}

  /// Kinds taken for others, the most frequent first.
  public List<Confusion> confusions() {
    var found = new ArrayList<Confusion>();
    for (var asked : Kind.values()) {
      for (var heard : Kind.values()) {
        int count =
            (int)
                counted.stream()
                    .filter(j -> j.prompt().claims().kind() == asked && j.kind() == heard)
                    .count();
        if (asked != heard && count > 0) {
          found.add(new Confusion(asked, heard, count));
        }
      }
    }
    found.sort(Comparator.comparingInt(Confusion::count).reversed());
    return found;
  }

  SortedMap<Integer, Clip> clips() {
    return clips;
  }

  private Share share(Function<Judgement, Verdict> respect) {
    var share = Share.NONE;
    for (var j : counted) {
      share = share.and(respect.apply(j));
    }
    return share;
  }

  private int count(Predicate<Judgement> claim) {
    return (int) judgements.stream().filter(claim).count();
  }
}
