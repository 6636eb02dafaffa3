package dev.aulos.train.data;

import dev.aulos.train.AutoencoderTask;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Crops of [AudioItems] for the training of an autoencoder: which item and where it starts follow
/// from the step and the place in the batch alone.
///
/// @param items of stereo sound, cropped to the length that the task asks for
/// @param seed of all draws
public record ItemCrops(Items items, long seed) implements AutoencoderTask.Crops {
  @Override
  public void write(long step, int i, int samples, float[] into) {
    var random = SplitMix.of(seed, step, i);
    try {
      var item = items.item(SplitMix.below(random, items.size()), random);
      if (item.values().size() != into.length) {
        throw new IllegalArgumentException(
            item.name() + ": " + item.values().size() + " samples, expected " + into.length);
      }
      item.values().floats().get(into);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
