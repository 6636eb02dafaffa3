package dev.aulos.train.data;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/// Some of other items.
///
/// @param places of these among all, at least one
public record SomeItems(Items all, List<Integer> places) implements Items {
  /// Copies the list.
  public SomeItems {
    places = List.copyOf(places);
    if (places.isEmpty()) {
      throw new IllegalArgumentException("none of the items, expected at least one");
    }
  }

  /// Items with a share held out, see [Parted#of].
  ///
  /// @throws IllegalArgumentException if there are fewer than two items
  public static Parted<Items> parted(Items all, double share, long seed) {
    var places = Parted.of(all.size(), share, seed);
    return new Parted<>(new SomeItems(all, places.trained()), new SomeItems(all, places.heldOut()));
  }

  @Override
  public int size() {
    return places.size();
  }

  @Override
  public Item item(int i, RandomGenerator random) throws IOException {
    return all.item(places.get(i), random);
  }
}
