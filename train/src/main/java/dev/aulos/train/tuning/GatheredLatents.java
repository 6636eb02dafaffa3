package dev.aulos.train.tuning;

import dev.aulos.graph.Cancellation;
import dev.aulos.train.Latents;
import dev.aulos.train.data.Item;
import dev.aulos.train.data.Items;
import dev.aulos.train.data.Parted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/// Latents of a folder, such as [dev.aulos.train.data.LatentItems], read once and held in memory
/// without their padding. Items without a caption have an empty one.
public final class GatheredLatents implements Latents.InMemory {
  private final List<List<Held>> sounds; // each with the pieces it was cut into
  private final List<Held> items;

  private GatheredLatents(List<List<Held>> sounds) {
    this.sounds = List.copyOf(sounds);
    items = sounds.stream().flatMap(List::stream).toList();
  }

  /// Reads all items; what is drawn by chance, as which caption counts, is drawn once from `seed`.
  ///
  /// @throws IOException if an item cannot be read
  /// @throws java.util.concurrent.CancellationException if cancelled
  public static GatheredLatents read(Items items, long seed, Cancellation cancellation)
      throws IOException {
    var sounds = new ArrayList<List<Held>>();
    var random = new Random(seed);
    for (int i = 0; i < items.size(); i++) {
      cancellation.check();
      sounds.add(List.of(entry(items.item(i, random))));
    }
    return new GatheredLatents(sounds);
  }

  private static Held entry(Item item) {
    int frames = sound(item);
    var values = Latents.part(item.values().toFloats(), (int) item.values().dim(1), 0, frames);
    var caption = item.caption().orElse("");
    return new Held(frames, values, caption, item.secondsStart(), item.secondsTotal());
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

  /// The same with longer sounds cut into pieces of so many frames, one after another; the last one
  /// ends with its sound, so that all are full.
  ///
  /// @param secondsPerFrame by which the starts of pieces lie later
  public GatheredLatents inPieces(int frames, double secondsPerFrame) {
    return changed(sound -> pieces(sound, frames, secondsPerFrame).stream());
  }

  private static List<Held> pieces(Held sound, int frames, double secondsPerFrame) {
    if (sound.frames() <= frames) {
      return List.of(sound);
    }
    var pieces = new ArrayList<Held>();
    for (int at = 0; at < sound.frames(); at += frames) {
      int from = Math.min(at, sound.frames() - frames);
      var values = Latents.part(sound.values(), sound.frames(), from, frames);
      double start = sound.start() + Math.floor(from * secondsPerFrame); // as the reference counts
      pieces.add(new Held(frames, values, sound.caption(), start, sound.seconds(), sound.tempo()));
    }
    return pieces;
  }

  private GatheredLatents changed(Function<Held, Stream<Held>> change) {
    return new GatheredLatents(
        sounds.stream().map(pieces -> pieces.stream().flatMap(change).toList()).toList());
  }

  /// The same on canvases of so many frames, as models take them that do not know of padding: after
  /// each sound comes silence.
  ///
  /// @param silence the latent of a frame of silence, one value for each channel
  /// @throws IllegalArgumentException if an item is longer, or has other channels
  public GatheredLatents onCanvas(int frames, float[] silence) {
    return changed(item -> Stream.of(onCanvas(item, frames, silence)));
  }

  private static Held onCanvas(Held item, int frames, float[] silence) {
    if (item.frames() > frames || item.values().length != silence.length * item.frames()) {
      throw new IllegalArgumentException(
          String.format(
              "'%s' has %d values in %d frames, expected %d channels and at most %d frames",
              item.caption(), item.values().length, item.frames(), silence.length, frames));
    }
    var values = new float[silence.length * frames];
    for (int c = 0; c < silence.length; c++) {
      int sound = c * frames + item.frames();
      System.arraycopy(item.values(), c * item.frames(), values, c * frames, item.frames());
      Arrays.fill(values, sound, (c + 1) * frames, silence[c]);
    }
    return new Held(frames, values, item.caption(), item.start(), item.seconds(), item.tempo());
  }

  /// The same with a share of the sounds held out, each with all of its pieces, see [Parted#of].
  ///
  /// @throws IllegalArgumentException if there are fewer than two sounds
  public Parted<GatheredLatents> parted(double share, long seed) {
    var places = Parted.of(sounds.size(), share, seed);
    return new Parted<>(some(places.trained()), some(places.heldOut()));
  }

  private GatheredLatents some(List<Integer> places) {
    return new GatheredLatents(places.stream().map(sounds::get).toList());
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
