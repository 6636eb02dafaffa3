package dev.aulos.train.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.train.Latents;
import dev.aulos.train.data.Item;
import dev.aulos.train.data.Items;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class GatheredLatentsTest {
  private static Items one(float... mask) {
    return some(1, mask);
  }

  private static Items some(int size, float... mask) {
    return new Items() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public Item item(int i, RandomGenerator random) {
        var values = NdArray.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        return new Item("bell.npy", values, NdArray.of(mask, 3), Optional.of("a bell"), 7, 2 + i);
      }
    };
  }

  /// Every sound is on one side, the same ones each time, others with another seed.
  @Test
  void aShareIsHeldOut() throws IOException {
    var all = GatheredLatents.read(some(20, 1, 1, 1), 1, Cancellation.none());
    var parted = all.parted(0.2, 5);
    assertThat(parted.heldOut().items()).hasSize(4);
    assertThat(parted.trained().items()).hasSize(16);
    var both = new ArrayList<>(parted.trained().items());
    both.addAll(parted.heldOut().items());
    assertThat(both).containsExactlyInAnyOrderElementsOf(all.items());
    assertThat(all.parted(0.2, 5)).usingRecursiveComparison().isEqualTo(parted);
    assertThat(all.parted(0.2, 6).heldOut().items()).isNotEqualTo(parted.heldOut().items());
    assertThat(all.parted(0.001, 5).heldOut().items()).hasSize(1);
    assertThat(all.parted(0.999, 5).trained().items()).hasSize(1);
  }

  @Test
  void nothingCanBeHeldOutOfOneSound() throws IOException {
    var one = GatheredLatents.read(one(1, 1, 1), 1, Cancellation.none());
    assertThatThrownBy(() -> one.parted(0.1, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected at least 2 sounds");
  }

  @Test
  void holdsTheSoundWithoutItsPadding() throws IOException {
    var latents = GatheredLatents.read(one(1, 1, 0), 1, Cancellation.none());
    assertThat(latents.size()).isEqualTo(1);
    assertThat(latents.frames(0)).isEqualTo(2);
    assertThat(latents.longest()).isEqualTo(2);
    assertThat(latents.values(0)).containsExactly(1, 2, 4, 5);
    assertThat(latents.caption(0)).isEqualTo("a bell");
    assertThat(latents.start(0)).isEqualTo(7);
    assertThat(latents.seconds(0)).isEqualTo(2);
  }

  @Test
  void refusesAnItemWithoutSound() {
    assertThatThrownBy(() -> GatheredLatents.read(one(0, 0, 0), 1, Cancellation.none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bell.npy");
  }

  @Test
  void fillsACanvasWithSilence() throws IOException {
    var read = GatheredLatents.read(one(1, 1, 0), 1, Cancellation.none());
    var latents = read.onCanvas(4, new float[] {-1, -2});
    assertThat(latents.longest()).isEqualTo(4);
    assertThat(latents.values(0)).containsExactly(1, 2, -1, -1, 4, 5, -2, -2);
    assertThat(latents.caption(0)).isEqualTo("a bell");
    assertThat(latents.start(0)).isEqualTo(7);
    assertThat(latents.seconds(0)).isEqualTo(2);
  }

  @Test
  void refusesACanvasThatCannotHoldTheSound() throws IOException {
    var latents = GatheredLatents.read(one(1, 1, 1), 1, Cancellation.none());
    assertThatThrownBy(() -> latents.onCanvas(2, new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 frames, expected 2 channels and at most 2 frames");
    assertThatThrownBy(() -> latents.onCanvas(5, new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 3 channels");
  }

  /// Three frames in pieces of two: the last piece ends with the sound.
  @Test
  void aLongSoundIsCutIntoFullPieces() throws IOException {
    var pieces = GatheredLatents.read(one(1, 1, 1), 1, Cancellation.none()).inPieces(2, 1.6);
    assertThat(pieces.size()).isEqualTo(2);
    assertThat(pieces.values(0)).containsExactly(1, 2, 4, 5);
    assertThat(pieces.values(1)).containsExactly(2, 3, 5, 6);
    assertThat(pieces.start(0)).isEqualTo(7);
    assertThat(pieces.start(1)).isEqualTo(8); // 1.6 s later, rounded down
    for (int i = 0; i < 2; i++) {
      assertThat(pieces.caption(i)).isEqualTo("a bell");
      assertThat(pieces.seconds(i)).isEqualTo(2);
    }
    assertThat(pieces.inPieces(2, 1.6)).usingRecursiveComparison().isEqualTo(pieces);
    var single = GatheredLatents.read(one(1, 1, 1), 1, Cancellation.none()).inPieces(1, 1);
    assertThat(single.size()).isEqualTo(3);
    assertThat(single.values(2)).containsExactly(3, 6);
    assertThat(single.onCanvas(2, new float[2]).values(2)).containsExactly(3, 0, 6, 0);
  }

  @Test
  void piecesOfASoundAreHeldOutTogether() throws IOException {
    var all = GatheredLatents.read(some(6, 1, 1, 1), 1, Cancellation.none()).inPieces(2, 1);
    var parted = all.parted(0.5, 3);
    var held = parted.heldOut().items();
    assertThat(held).hasSize(6);
    var trained = parted.trained().items().stream().map(Latents.Held::seconds).toList();
    assertThat(held).noneMatch(piece -> trained.contains(piece.seconds()));
  }
}
