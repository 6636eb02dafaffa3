package dev.aulos.recipe.evaluate;

import dev.aulos.recipe.sound.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What an [Evaluation] found. Shares are over the first seeds of each prompt, one for each round;
/// silence, clipping and broken numbers are counted over all renders.
public final class Report {
  private final String name;
  private final List<Judgement> judgements; // all renders
  private final List<Judgement> counted; // one a prompt and round
  private final Map<String, List<Judgement>> byPrompt; // of these
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
    this.byPrompt =
        counted.stream()
            .collect(
                Collectors.groupingBy(
                    j -> j.prompt().text(), LinkedHashMap::new, Collectors.toList()));
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
    counted.stream()
        .map(j -> j.prompt().claims().kind())
        .distinct()
        .forEach(kind ->
            kinds.put(
                kind,
                share(j ->
                    j.prompt().claims().kind() == kind
                        ? Verdict.of(j.isKindRight())
                        : Verdict.NOT_ASKED)));
    return kinds;
  }

  /// A prompt whose kind is wrong with every seed, and what was heard instead.
  public record Hopeless(String prompt, List<Kind> heard) {}

  /// The prompts whose kind is wrong with every seed, where there are several; in their order.
  public List<Hopeless> hopeless() {
    var all = new ArrayList<Hopeless>();
    byPrompt.forEach((prompt, renders) -> {
      if (rounds > 1 && renders.stream().noneMatch(Judgement::isKindRight)) {
        all.add(new Hopeless(prompt, renders.stream().map(Judgement::kind).toList()));
      }
    });
    return all;
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
    var groups = new ArrayList<Share>();
    for (var renders : byPrompt.values()) {
      var share = Share.NONE;
      for (var j : renders) {
        share = share.and(respect.apply(j));
      }
      groups.add(share);
    }
    return Share.ofGroups(groups);
  }

  private int count(Predicate<Judgement> claim) {
    return (int) judgements.stream().filter(claim).count();
  }
}
