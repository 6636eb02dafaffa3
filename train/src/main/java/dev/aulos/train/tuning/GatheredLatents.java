package dev.aulos.train.tuning;

import dev.aulos.graph.Cancellation;
import dev.aulos.train.Latents;
import dev.aulos.train.data.Item;
import dev.aulos.train.data.Items;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Latents of a folder, such as [dev.aulos.train.data.LatentItems], read once and held in memory
/// without their padding. Items without a caption have an empty one.
public final class GatheredLatents implements Latents.InMemory {
  private final List<Held> items;

  private GatheredLatents(List<Held> items) {
    this.items = List.copyOf(items);
  }

  /// Reads all items; what is drawn by chance, as where a crop starts, is drawn once from `seed`.
  ///
  /// @throws IOException if an item cannot be read
  /// @throws java.util.concurrent.CancellationException if cancelled
  public static GatheredLatents read(Items items, long seed, Cancellation cancellation)
      throws IOException {
    var entries = new ArrayList<Held>();
    var random = new Random(seed);
    for (int i = 0; i < items.size(); i++) {
      cancellation.check();
      entries.add(entry(items.item(i, random)));
    }
    return new GatheredLatents(entries);
  }

  private static Held entry(Item item) {
    int channels = (int) item.values().dim(0);
    int length = (int) item.values().dim(1);
    int frames = sound(item);
    var all = item.values().toFloats(); // (channels, length)
    var values = new float[channels * frames];
    for (int c = 0; c < channels; c++) {
      System.arraycopy(all, c * length, values, c * frames, frames);
    }
    return new Held(frames, values, item.caption().orElse(""), item.secondsTotal());
  }

  private static int sound(Item item) {
    int frames = 0;
    for (float isSound : item.paddingMask().toFloats()) {
      frames += isSound > 0 ? 1 : 0;
    }
    if (frames == 0) {
      throw new IllegalArgumentException(
          item.name() + ": has no frame of sound, expected at least one; take it out");
    }
    return frames;
  }

  /// The number of frames of the longest item.
  public int longest() {
    return items.stream().mapToInt(Held::frames).max().orElse(0);
  }

  @Override
  public List<Held> items() {
    return items;
  }
}
