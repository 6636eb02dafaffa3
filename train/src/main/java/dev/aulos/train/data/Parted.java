package dev.aulos.train.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// What there is to train on, and what is held out to measure by.
///
/// @param <T> what it is
public record Parted<T>(T trained, T heldOut) {
  /// The places of sounds: a share of them is held out, drawn from `seed`, at least one and not
  /// all.
  ///
  /// @param count how many sounds there are
  /// @param share above 0, below 1
  /// @throws IllegalArgumentException if there are fewer than two sounds
  public static Parted<List<Integer>> of(int count, double share, long seed) {
    if (count < 2) {
      throw new IllegalArgumentException(
          "of " + count + " sound none can be held out, expected at least 2 sounds");
    }
    int held = Math.clamp(Math.round(share * count), 1, count - 1);
    var drawn = new ArrayList<Integer>();
    for (int i = 0; i < count; i++) {
      drawn.add(i);
    }
    Collections.shuffle(drawn, new Random(seed));
    return new Parted<>(
        List.copyOf(drawn.subList(held, count)), List.copyOf(drawn.subList(0, held)));
  }
}
