package dev.aulos.recipe.evaluate;

import dev.aulos.recipe.sound.Kind;
import dev.aulos.recipe.sound.Prompt;
import dev.aulos.recipe.sound.SoundWorld;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The generator in a model's place: each prompt's own sound, which is what a perfect model would
/// render. Its report is the ceiling of the measures.
public final class TrueSounds implements Renderer {
  /// Seeds from here on are for measuring only; no model is trained on them.
  public static final long FIRST_SEED = 1L << 40;

  private static final long APART = 64; // seeds of a kind, so that kinds do not share any

  private record Origin(Kind kind, long seed, Prompt prompt) {}

  private final Map<String, Origin> origins;

  private TrueSounds(Map<String, Origin> origins) {
    this.origins = origins;
  }

  /// So many sounds of each kind, with seeds from `first` on.
  ///
  /// @throws IllegalArgumentException if `first` is a seed that training may use
  public static TrueSounds of(int perKind, long first) {
    if (first < FIRST_SEED) {
      throw new IllegalArgumentException(
          "seed " + first + " may be in training, expected at least " + FIRST_SEED);
    }
    var origins = new LinkedHashMap<String, Origin>();
    for (var kind : Kind.values()) {
      for (int i = 0; i < perKind; i++) {
        long seed = seed(first, kind, i);
        var prompt = SoundWorld.caption(seed, kind);
        origins.putIfAbsent(prompt.text(), new Origin(kind, seed, prompt));
      }
    }
    return new TrueSounds(origins);
  }

  static long seed(long first, Kind kind, int i) {
    return first + i * APART + List.of(Kind.values()).indexOf(kind);
  }

  /// The captions; one that two sounds share is kept once.
  public List<Prompt> prompts() {
    var prompts = new ArrayList<Prompt>();
    origins.values().forEach(o -> prompts.add(o.prompt()));
    return prompts;
  }

  /// The sound a caption is of, whatever the seed.
  ///
  /// @throws IllegalArgumentException if the prompt is none of [#prompts]
  @Override
  public float[][] render(String prompt, double seconds, long seed) {
    var origin = origins.get(prompt);
    if (origin == null) {
      throw new IllegalArgumentException("no sound has the caption \"" + prompt + "\"");
    }
    return SoundWorld.example(origin.seed(), origin.kind()).samples();
  }
}
