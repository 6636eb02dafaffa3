package dev.aulos.engine.pipeline;

import dev.aulos.engine.sampling.Guidance;
import dev.aulos.engine.sampling.Sampler;
import dev.aulos.engine.sampling.Schedule;
import dev.aulos.graph.NdArray;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A generation with nothing left to decide.
///
/// @param texts one per item
/// @param negatives one per item, if any item has one
/// @param numbers by conditioner, one per item
/// @param frames latent frames of every item
/// @param init the sound to start from, on the model's canvas: (1, channels, frames·hop)
/// @param initMean whether its most likely latent is taken, rather than a draw
/// @param samples how many samples of each item are wanted
public record Plan(
    List<String> texts,
    Optional<List<String>> negatives,
    Map<String, double[]> numbers,
    int frames,
    Sampler sampler,
    Schedule schedule,
    Guidance guidance,
    Optional<NdArray> init,
    boolean initMean,
    long[] samples) {
  /// Copies the lists.
  public Plan {
    texts = List.copyOf(texts);
    negatives = negatives.map(List::copyOf);
    numbers = Map.copyOf(numbers);
    samples = samples.clone();
  }

  /// How many samples of each item are wanted.
  @Override
  public long[] samples() {
    return samples.clone();
  }

  /// Items in the batch.
  public int batch() {
    return texts.size();
  }

  /// The most samples any item wants.
  long longest() {
    return Arrays.stream(samples).max().orElse(0);
  }
}
