package dev.aulos.engine;

import dev.aulos.audio.Pcm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// What to generate. Immutable: every `with…` gives a changed copy.
///
/// @param prompts the items of the batch, 1 to 64
/// @param seed of the noise, 0 to 2³²−1; drawn at random if absent. The same seed and request give
///   the same samples
/// @param sampling how to get from noise to a latent
/// @param init a sound to start from
/// @param inpaint a sound of which parts are made new
/// @param peaks what to do with sound that exceeds ±1
/// @param adapters on the model's weights, in order, each seeing what those before it made; without
///   a list those that the model was opened with
public record GenerateRequest(
    List<Prompt> prompts,
    OptionalLong seed,
    SamplingOptions sampling,
    Optional<InitAudio> init,
    Optional<Inpaint> inpaint,
    Peaks peaks,
    Optional<List<AdapterUse>> adapters) {
  /// The most adapters.
  public static final int MAX_ADAPTERS = 16;

  /// The largest batch.
  public static final int MAX_BATCH = 64;

  /// Copies the list and checks the ranges.
  public GenerateRequest {
    prompts = List.copyOf(prompts);
    if (prompts.isEmpty() || prompts.size() > MAX_BATCH) {
      throw new RequestException("batch of " + prompts.size() + ": expected 1 to " + MAX_BATCH);
    }
    seed.ifPresent(s -> {
      if (s < 0 || s > 0xffff_ffffL) {
        throw new RequestException("seed " + s + ": expected 0 to 4294967295");
      }
    });
    adapters = adapters.map(List::copyOf);
    int count = adapters.map(List::size).orElse(0);
    if (count > MAX_ADAPTERS) {
      throw new RequestException(count + " adapters: expected at most " + MAX_ADAPTERS);
    }
  }

  /// One item of this text, the rest as the model likes it.
  public static GenerateRequest of(String prompt) {
    return of(List.of(Prompt.of(prompt)));
  }

  /// A batch, the rest as the model likes it.
  public static GenerateRequest of(List<Prompt> prompts) {
    return new GenerateRequest(
        prompts,
        OptionalLong.empty(),
        SamplingOptions.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        Peaks.LIMIT,
        Optional.empty());
  }

  /// This, with every item of this length.
  public GenerateRequest withDuration(Duration duration) {
    return withEach(p -> p.withDuration(duration));
  }

  /// This, with every item beginning so much later in a longer piece.
  GenerateRequest later(Duration by) {
    return withEach(p -> p.withStart(p.start().plus(by)));
  }

  /// This, with every item away from another text.
  public GenerateRequest withNegativePrompt(String negative) {
    return withEach(p -> p.withNegative(negative));
  }

  /// This, with every item changed.
  GenerateRequest withEach(UnaryOperator<Prompt> change) {
    return withPrompts(prompts.stream().map(change).collect(Collectors.toList()));
  }

  /// This, with another batch.
  public GenerateRequest withPrompts(List<Prompt> items) {
    return new GenerateRequest(items, seed, sampling, init, inpaint, peaks, adapters);
  }

  /// This, `n` times from other noise.
  public GenerateRequest withBatch(int n) {
    if (n < 1 || n > MAX_BATCH) {
      throw new RequestException("batch of " + n + ": expected 1 to " + MAX_BATCH);
    }
    var items = new ArrayList<Prompt>();
    for (int i = 0; i < n; i++) {
      items.addAll(prompts);
    }
    return withPrompts(Collections.unmodifiableList(items));
  }

  /// This, from noise of this seed.
  public GenerateRequest withSeed(long value) {
    return new GenerateRequest(
        prompts, OptionalLong.of(value), sampling, init, inpaint, peaks, adapters);
  }

  /// This, sampled otherwise.
  public GenerateRequest withSampling(SamplingOptions options) {
    return new GenerateRequest(prompts, seed, options, init, inpaint, peaks, adapters);
  }

  /// This, in so many steps.
  public GenerateRequest withSteps(int steps) {
    return withSampling(sampling.withSteps(steps));
  }

  /// This, started from a sound, of which `noiseLevel` is made new.
  public GenerateRequest withInit(Pcm sound, double noiseLevel) {
    return withInit(new InitAudio(sound, noiseLevel, false));
  }

  /// This, started from a sound.
  public GenerateRequest withInit(InitAudio audio) {
    return new GenerateRequest(
        prompts, seed, sampling, Optional.of(audio), inpaint, peaks, adapters);
  }

  /// This, with parts of a sound made new and the rest kept.
  public GenerateRequest withInpaint(Inpaint parts) {
    return new GenerateRequest(prompts, seed, sampling, init, Optional.of(parts), peaks, adapters);
  }

  /// This, with peaks treated otherwise.
  public GenerateRequest withPeaks(Peaks treatment) {
    return new GenerateRequest(prompts, seed, sampling, init, inpaint, treatment, adapters);
  }

  /// This, with these adapters and no others.
  public GenerateRequest withAdapters(List<AdapterUse> uses) {
    return new GenerateRequest(
        prompts, seed, sampling, init, inpaint, peaks, Optional.of(List.copyOf(uses)));
  }
}
