package dev.aulos.recipe;

import static dev.aulos.audio.SpectralLayout.SIZE;

import dev.aulos.audio.SpectralAnalysis;
import dev.aulos.recipe.sound.SoundWorld;
import dev.aulos.train.AutoencoderTask;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Crops of descriptions of the world's sounds ([SpectralLayout]). A step takes its crops from a
/// window of sounds that moves on by a few with every step, so that few sounds are computed for
/// many crops.
public final class SoundCrops implements AutoencoderTask.Crops, AutoCloseable {
  private static final int AHEAD = 24;
  private static final float[] SILENCE = SpectralAnalysis.of(new float[1], new float[1]);

  private final long firstSeed;
  private final int fresh;
  private final int window;
  private final Map<Long, CompletableFuture<float[]>> sounds = new ConcurrentHashMap<>();
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
    int frames = sound.length / SIZE;
    int wanted = samples / SIZE;
    int from = frames > wanted ? dice.nextInt(frames - wanted + 1) : 0;
    for (int t = 0; t < wanted; t++) {
      boolean isInside = from + t < frames;
      System.arraycopy(
          isInside ? sound : SILENCE, isInside ? (from + t) * SIZE : 0, into, t * SIZE, SIZE);
    }
  }

  private CompletableFuture<float[]> sound(long seed) {
    return sounds.computeIfAbsent(
        seed, s -> CompletableFuture.supplyAsync(() -> description(s), worker));
  }

  private static float[] description(long seed) {
    var samples = SoundWorld.example(seed).samples();
    return SpectralAnalysis.of(samples[0], samples[1]);
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
