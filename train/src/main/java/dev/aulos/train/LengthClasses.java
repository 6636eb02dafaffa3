package dev.aulos.train;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Items by how many frames they are filled up to.
final class LengthClasses {
  private final List<Integer> lengths;
  private final List<List<Integer>> items;
  private final long total;

  private LengthClasses(List<Integer> lengths, List<List<Integer>> items) {
    this.lengths = lengths;
    this.items = items;
    long sum = 0;
    for (int i = 0; i < lengths.size(); i++) {
      sum += weight(i);
    }
    total = sum;
  }

  /// @throws IllegalArgumentException if there is no item, or one is longer than all lengths
  static LengthClasses of(Latents latents, List<Integer> lengths) {
    var items = new ArrayList<List<Integer>>();
    lengths.forEach(length -> items.add(new ArrayList<>()));
    for (int i = 0; i < latents.size(); i++) {
      items.get(place(lengths, latents.frames(i), i)).add(i);
    }
    if (latents.size() == 0) {
      throw new IllegalArgumentException("there are no items to train on");
    }
    return new LengthClasses(List.copyOf(lengths), items);
  }

  private static int place(List<Integer> lengths, int frames, int item) {
    for (int i = 0; i < lengths.size(); i++) {
      if (frames <= lengths.get(i)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "item " + item + " has " + frames + " frames, expected at most " + lengths);
  }

  /// A class is drawn as often as it takes to see every item equally often.
  private long weight(int i) {
    return (long) items.get(i).size() * lengths.get(i);
  }

  /// The items of a batch, and what they are filled up to.
  record Drawn(int frames, int[] items) {}

  Drawn draw(RandomGenerator random, int batchFrames) {
    long left = (long) (random.nextDouble() * total);
    int chosen = 0;
    while (left >= weight(chosen)) {
      left -= weight(chosen++);
    }
    int frames = lengths.get(chosen);
    var drawn = new int[Math.max(1, batchFrames / frames)];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = items.get(chosen).get(random.nextInt(items.get(chosen).size()));
    }
    return new Drawn(frames, drawn);
  }
}
