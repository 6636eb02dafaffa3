package dev.aulos.train;

import dev.aulos.train.FlowBatches.Chosen;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

  /// Batches of all items, one class after another; those of a class have as many items each, the
  /// last one some of the others' where there are too few.
  List<Chosen> inOrder(int batchFrames) {
    var batches = new ArrayList<Chosen>();
    for (int i = 0; i < lengths.size(); i++) {
      var own = items.get(i);
      int count = count(batchFrames, lengths.get(i));
      for (int from = 0; from < own.size(); from += count) {
        int first = from;
        var chosen = IntStream.range(0, count).map(j -> own.get((first + j) % own.size()));
        batches.add(new Chosen(lengths.get(i), chosen.boxed().collect(Collectors.toList())));
      }
    }
    return batches;
  }

  /// How many items of a length make a batch.
  private static int count(int batchFrames, int frames) {
    return Math.max(1, batchFrames / frames);
  }

  Chosen draw(RandomGenerator random, int batchFrames) {
    long left = (long) (random.nextDouble() * total);
    int chosen = 0;
    while (left >= weight(chosen)) {
      left -= weight(chosen++);
    }
    int frames = lengths.get(chosen);
    var own = items.get(chosen);
    var drawn = new ArrayList<Integer>();
    for (int i = 0; i < count(batchFrames, frames); i++) {
      drawn.add(own.get(random.nextInt(own.size())));
    }
    return new Chosen(frames, drawn);
  }
}
