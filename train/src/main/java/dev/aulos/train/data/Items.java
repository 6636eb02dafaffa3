package dev.aulos.train.data;

import java.io.IOException;
import java.util.random.RandomGenerator;

/// What training consumes: things to learn from, each made or read when asked for.
public interface Items {
  /// The number of items, at least one.
  int size();

  /// An item; whatever is drawn by chance, as where a crop starts, is drawn from `random`, so the
  /// same stream gives the same item. Safe to call from several threads.
  ///
  /// @param i from 0 to below the size
  /// @throws IOException if the item cannot be read, or has changed since it was let in
  Item item(int i, RandomGenerator random) throws IOException;
}
