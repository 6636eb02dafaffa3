package dev.aulos.engine.pipeline;

import dev.aulos.engine.codec.Chunking;
import dev.aulos.engine.diffusion.Padding;
import dev.aulos.engine.sampling.Guidance;
import dev.aulos.engine.sampling.Sampler;
import dev.aulos.engine.sampling.Schedule;
import dev.aulos.graph.NdArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A generation with nothing left to decide.
///
/// @param texts one per item
/// @param negatives one per item, if any item has one
/// @param numbers by conditioner, one per item
/// @param frames latent frames of every item
/// @param init the sound to start from, on the canvas: (1, channels, frames·hop)
/// @param initMean whether its most likely latent is taken, rather than a draw
/// @param inpainting a sound of which parts are kept, for models that can be told
/// @param beats where in the bar each frame is, (batch, channels, frames), for models that are told
/// @param padding frames that are not real, for models that can be told
/// @param chunking how the codec draws its noise
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
    Optional<Inpainting> inpainting,
    Optional<NdArray> beats,
    Optional<Padding> padding,
    Chunking chunking,
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
}
