package dev.aulos.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataOrderTest {
  /// The index and four draws of an item's stream.
  private static List<Long> taken(DataOrder order) {
    var draw = order.next();
    List<Long> taken = new ArrayList<>(List.of((long) draw.index()));
    for (int i = 0; i < 4; i++) {
      taken.add(draw.random().nextLong());
    }
    return taken;
  }

  @Test
  void takesEveryItemOnceAnEpoch() {
    var order = DataOrder.of(50, 7);
    for (int epoch = 0; epoch < 3; epoch++) {
      List<Integer> indices = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        assertThat(order.position().epoch()).isEqualTo(epoch);
        indices.add(order.next().index());
      }
      assertThat(indices).doesNotHaveDuplicates().hasSize(50).isNotEqualTo(sorted(indices));
    }
  }

  private static List<Integer> sorted(List<Integer> indices) {
    return indices.stream().sorted().toList();
  }

  @Test
  void anotherEpochAndAnotherSeedHaveAnotherOrder() {
    var order = DataOrder.of(50, 7);
    List<Integer> first = new ArrayList<>();
    List<Integer> second = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      first.add(order.next().index());
    }
    for (int i = 0; i < 50; i++) {
      second.add(order.next().index());
    }
    var other = DataOrder.of(50, 8);
    List<Integer> seeded = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      seeded.add(other.next().index());
    }
    assertThat(second).isNotEqualTo(first);
    assertThat(seeded).isNotEqualTo(first);
  }

  @Test
  void resumesBitForBitFromAnyPlace() {
    var whole = DataOrder.of(7, -3);
    List<DataOrder.Position> positions = new ArrayList<>();
    List<List<Long>> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      positions.add(whole.position());
      all.add(taken(whole));
    }
    for (int i = 0; i < 30; i++) {
      var saved = positions.get(i);
      var copy = new DataOrder.Position(saved.seed(), saved.size(), saved.epoch(), saved.next());
      var resumed = DataOrder.from(copy);
      for (int j = i; j < 30; j++) {
        assertThat(taken(resumed)).isEqualTo(all.get(j));
      }
    }
  }

  @Test
  void isTheSameOnEveryMachine() {
    var order = DataOrder.of(8, 42);
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      indices.add(order.next().index());
    }
    assertThat(indices).containsExactly(EXPECTED);
    assertThat(SplitMix.of(1, 2, 3).nextLong()).isEqualTo(STREAM);
  }

  private static final Integer[] EXPECTED = {7, 1, 2, 4, 5, 0, 6, 3};
  private static final long STREAM = 6140706077181411847L;

  @Test
  void everyPlaceIsAsLikelyForEveryItem() {
    var counts = new int[5][5];
    for (int seed = 0; seed < 5000; seed++) {
      var order = DataOrder.of(5, seed);
      for (int i = 0; i < 5; i++) {
        counts[i][order.next().index()]++;
      }
    }
    for (var row : counts) {
      for (int count : row) {
        assertThat(count).isBetween(880, 1120); // 1000 ± 4σ
      }
    }
  }

  @Test
  void refusesAPlaceThatIsNone() {
    assertThatThrownBy(() -> DataOrder.of(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the order is of 0 items, expected 1 or more");
    assertThatThrownBy(() -> new DataOrder.Position(1, 3, 0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("epoch 0, next 3, expected 0 or more, and 0 to 2");
  }

  @Test
  void refusesToGoOnWithOtherItems() {
    Items two =
        new Items() {
          @Override
          public int size() {
            return 2;
          }

          @Override
          public Item item(int i, java.util.random.RandomGenerator random) {
            throw new IllegalStateException("not asked for");
          }
        };
    var saved = new DataOrder.Position(1, 3, 4, 2);
    assertThatThrownBy(() -> DataOrder.from(saved, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the run was saved with 3 items, found 2; give it the same manifest, or start a new"
                + " run");
  }
}
