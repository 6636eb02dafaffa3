package dev.aulos.recipe;

import dev.aulos.recipe.sound.Example;
import dev.aulos.recipe.sound.SoundWorld;
import dev.aulos.train.AutoencoderTask;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Crops of the world's sounds. A step takes its crops from a window of sounds that moves on by a
/// few with every step, so that few sounds are computed for many crops.
public final class SoundCrops implements AutoencoderTask.Crops, AutoCloseable {
  private static final int AHEAD = 24;
  private static final int FADE = 128;

  private final long firstSeed;
  private final int fresh;
  private final int window;
  private final Map<Long, CompletableFuture<float[][]>> sounds = new ConcurrentHashMap<>();
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(task -> {
        var thread = new Thread(task, "sounds");
        thread.setDaemon(true);
        return thread;
      });

  /// Crops of the sounds from `firstSeed` on.
  ///
  /// @param fresh new sounds with every step
  /// @param window sounds that a step may take crops from
  public SoundCrops(long firstSeed, int fresh, int window) {
    this.firstSeed = firstSeed;
    this.fresh = fresh;
    this.window = window;
  }

  @Override
  public void write(long step, int i, int samples, float[] into) {
    long newest = firstSeed + step * fresh + window;
    long oldest = newest - window;
    sounds.keySet().removeIf(seed -> seed < oldest);
    for (long seed = newest; seed < newest + AHEAD; seed++) {
      var unused = sound(seed);
    }
    var dice = new java.util.Random(mix(step * 64 + i));
    var sound = sound(oldest + dice.nextInt(window)).join();
    int length = sound[0].length;
    int from = length > samples ? dice.nextInt(length - samples + 1) : 0;
    for (int channel = 0; channel < 2; channel++) {
      for (int t = 0; t < samples; t++) {
        float value = from + t < length ? sound[channel][from + t] : 0;
        into[channel * samples + t] = value * fade(from == 0 ? FADE : t, samples - 1 - t);
      }
    }
  }

  private static float fade(int before, int after) {
    return Math.min(1, Math.min(before, after) / (float) FADE);
  }

  private CompletableFuture<float[][]> sound(long seed) {
    return sounds.computeIfAbsent(
        seed, s -> CompletableFuture.supplyAsync(() -> samples(s), worker));
  }

  private static float[][] samples(long seed) {
    Example example = SoundWorld.example(seed);
    return example.samples();
  }

  private static long mix(long x) {
    long z = (x + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    return z ^ (z >>> 29);
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
