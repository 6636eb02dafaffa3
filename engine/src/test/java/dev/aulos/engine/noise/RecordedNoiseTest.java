package dev.aulos.engine.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecordedNoiseTest {
  @Test
  void replaysInOrderWhateverAsks() {
    var noise = RecordedNoise.of(List.of(new float[] {1, 2}, new float[] {3}, new float[] {4}));
    assertThat(noise.draw(2)).containsExactly(1, 2);
    noise.skip(5);
    var out = new float[1];
    noise.intervals(0, 1, 1).fill(1, 0.5f, out);
    assertThat(out).containsExactly(3);
    assertThat(noise.remaining()).isEqualTo(1);
  }

  @Test
  void refusesAnotherSize() {
    var noise = RecordedNoise.of(List.of(new float[] {1, 2}));
    assertThatThrownBy(() -> noise.draw(3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("draw 0 of the recording has 2 values, but 3 were asked for");
  }

  @Test
  void refusesToGoOnAfterItsEnd() {
    var noise = RecordedNoise.of(List.of());
    assertThatThrownBy(() -> noise.draw(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ends after 0 draws");
  }
}
