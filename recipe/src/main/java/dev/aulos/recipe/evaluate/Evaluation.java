package dev.aulos.recipe.evaluate;

import dev.aulos.recipe.sound.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Renders a list of prompts, measures each sound, and sums up what was asked and what was heard.
///
/// Every prompt is rendered with the first seed, or as many as there are rounds; one in so many
/// also with others, to see how much a prompt's renders differ. Sounds of at most 40 prompts,
/// spread evenly, are kept for the page.
public final class Evaluation {
  private static final int MOST_CLIPS = 40;
  private static final int MOST_DIVERSE = 40;

  private final List<Prompt> prompts;
  private final Judge judge;
  private final long seed;
  private final int seeds;
  private final int rounds;

  private Evaluation(List<Prompt> prompts, Judge judge, long seed, int seeds, int rounds) {
    this.prompts = prompts;
    this.judge = judge;
    this.seed = seed;
    this.seeds = seeds;
    this.rounds = rounds;
  }

  /// An evaluation by these prompts, one seed each, with the classifier that comes with Aulos.
  ///
  /// @throws IllegalArgumentException if there are no prompts
  public static Evaluation of(List<Prompt> prompts) {
    return of(prompts, KindClassifier.shipped());
  }

  /// An evaluation by these prompts with another classifier.
  ///
  /// @throws IllegalArgumentException if there are no prompts
  public static Evaluation of(List<Prompt> prompts, KindClassifier classifier) {
    if (prompts.isEmpty()) {
      throw new IllegalArgumentException("no prompts to evaluate, expected at least one");
    }
    return new Evaluation(List.copyOf(prompts), new Judge(classifier), 1, 1, 1);
  }

  /// The same with so many seeds a prompt, from `first` on, for at most 40 prompts.
  ///
  /// @throws IllegalArgumentException if `count` is less than one
  public Evaluation withSeeds(long first, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("seeds is " + count + ", expected at least 1");
    }
    return new Evaluation(prompts, judge, first, count, rounds);
  }

  /// The same with all prompts rendered so many times, each with another seed: shares are over all
  /// of them.
  ///
  /// @throws IllegalArgumentException if `count` is less than one
  public Evaluation withRounds(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("rounds is " + count + ", expected at least 1");
    }
    return new Evaluation(prompts, judge, seed, seeds, count);
  }

  /// How many sounds [#run] renders.
  public int renders() {
    int renders = 0;
    for (int i = 0; i < prompts.size(); i++) {
      renders += seeds(i);
    }
    return renders;
  }

  /// How many seeds a prompt is rendered with.
  private int seeds(int prompt) {
    return isDiverse(prompt) ? Math.max(seeds, rounds) : rounds;
  }

  /// Renders and measures all; tells of each render when it is done.
  ///
  /// @param name of what is evaluated, as the report shows it
  public Report run(String name, Renderer renderer, Progress progress) {
    var judgements = new ArrayList<Judgement>();
    var clips = new TreeMap<Integer, Clip>();
    double rendering = 0;
    for (int i = 0; i < prompts.size(); i++) {
      var prompt = prompts.get(i);
      for (int s = 0; s < seeds(i); s++) {
        long start = System.nanoTime();
        var samples = renderer.render(prompt.text(), prompt.claims().seconds(), seed + s);
        rendering += (System.nanoTime() - start) / 1e9;
        if (s == 0 && isSpread(i, MOST_CLIPS)) {
          clips.put(judgements.size(), Clip.of(samples));
        }
        judgements.add(judge.judge(prompt, seed + s, Measurement.of(samples)));
        progress.rendered(judgements.size(), renders(), prompt.text());
      }
    }
    return Report.of(name, judgements, rounds, clips, judge.classifier(), rendering);
  }

  private boolean isDiverse(int prompt) {
    return seeds > 1 && isSpread(prompt, MOST_DIVERSE);
  }

  /// Whether a prompt is among so many spread evenly.
  private boolean isSpread(int prompt, int most) {
    int n = prompts.size();
    return n <= most || (long) prompt * most / n != (prompt - 1L) * most / n || prompt == 0;
  }

  /// Told of each render.
  @FunctionalInterface
  public interface Progress {
    /// `done` of `total` renders are measured; the last was of this prompt.
    void rendered(int done, int total, String prompt);
  }
}
