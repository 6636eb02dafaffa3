package dev.aulos.train.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.train.data.Item;
import dev.aulos.train.data.Items;
import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class GatheredLatentsTest {
  private static Items one(float... mask) {
    return new Items() {
      @Override
      public int size() {
        return 1;
      }

      @Override
      public Item item(int i, RandomGenerator random) {
        var values = NdArray.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        return new Item("bell.npy", values, NdArray.of(mask, 3), Optional.of("a bell"), 7, 2);
      }
    };
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
}
