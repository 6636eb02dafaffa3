package dev.aulos.train.data;

import java.util.random.RandomGenerator;

/// The order in which items are taken: all of them once an epoch, in an order drawn anew for each.
///
/// Everything follows from the [Position]: the items to come, and the random stream that goes with
/// each of them, are the same whether a run went on or was resumed.
public final class DataOrder {
  private static final long ORDER = 1; // the streams of a seed
  private static final long ITEM = 2;

  private Position position;
  private int[] order;

  private DataOrder(Position position) {
    this.position = position;
    this.order = order(position);
  }

  /// A place in an order.
  ///
  /// @param seed of all that is drawn
  /// @param size the number of items
  /// @param epoch from 0 on
  /// @param next the place within the epoch of the item to be taken next, from 0 to below the size
  public record Position(long seed, int size, long epoch, int next) {
    public Position {
      if (size < 1) {
        throw new IllegalArgumentException(
            "the order is of " + size + " items, expected 1 or more");
      }
      if (epoch < 0 || next < 0 || next >= size) {
        throw new IllegalArgumentException(
            String.format(
                "epoch %d, next %d, expected 0 or more, and 0 to %d", epoch, next, size - 1));
      }
    }

    private Position following() {
      return next + 1 < size
          ? new Position(seed, size, epoch, next + 1)
          : new Position(seed, size, epoch + 1, 0);
    }
  }

  /// An item to take, and the random stream to take it with.
  ///
  /// @param index the item's
  /// @param random of this item at this place alone
  public record Draw(int index, RandomGenerator random) {}

  /// An order from its start.
  public static DataOrder of(int size, long seed) {
    return new DataOrder(new Position(seed, size, 0, 0));
  }

  /// An order that goes on from a place.
  public static DataOrder from(Position position) {
    return new DataOrder(position);
  }

  /// An order that goes on from a place in items of which there are still as many.
  ///
  /// @throws IllegalArgumentException if there are not
  public static DataOrder from(Position position, Items items) {
    if (position.size() != items.size()) {
      throw new IllegalArgumentException(
          String.format(
              "the run was saved with %d items, found %d; give it the same manifest, or start a new"
                  + " run",
              position.size(), items.size()));
    }
    return new DataOrder(position);
  }

  /// The place of the next item; save it to go on from there.
  public Position position() {
    return position;
  }

  /// The next item, which may be the first of the next epoch.
  public Draw next() {
    var taken = position;
    int index = order[taken.next()];
    position = taken.following();
    if (position.epoch() != taken.epoch()) {
      order = order(position);
    }
    return new Draw(index, SplitMix.of(taken.seed(), ITEM, taken.epoch(), taken.next()));
  }

  /// The epoch's permutation, every one equally likely (Fisher and Yates).
  private static int[] order(Position position) {
    var random = SplitMix.of(position.seed(), ORDER, position.epoch());
    var order = new int[position.size()];
    for (int i = 0; i < order.length; i++) {
      int j = SplitMix.below(random, i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
