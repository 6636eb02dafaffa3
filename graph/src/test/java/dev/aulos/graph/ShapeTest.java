package dev.aulos.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ShapeTest {
  private static final Dim L = Dim.symbol("L");

  @Test
  void countsNegativeAxesFromTheEnd() {
    var shape = Shape.of(2, 3, 5);
    assertThat(shape.dim(-1)).isEqualTo(Dim.of(5));
    assertThat(shape.axis(-3)).isZero();
    assertThat(shape.with(-2, L)).isEqualTo(Shape.of(Dim.of(2), L, Dim.of(5)));
  }

  @Test
  void refusesAxesItLacks() {
    for (int axis : new int[] {-3, 2, 9}) {
      assertThatThrownBy(() -> Shape.of(2, 3).dim(axis))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no axis " + axis + " in [2, 3]");
    }
  }

  @Test
  void takesValuesUnderLengths() {
    var shape = Shape.of(Dim.of(2), L.times(3));
    assertThat(shape.isFixed()).isFalse();
    assertThat(shape.at(Map.of("L", 4L))).containsExactly(2, 12);
    assertThat(Shape.of(2, 3).fixed()).containsExactly(2, 3);
    assertThatThrownBy(shape::fixed).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void broadcastsFromTheEnd() {
    assertThat(Shape.broadcast(Shape.of(3, 1, 5), Shape.of(4, 1))).isEqualTo(Shape.of(3, 4, 5));
    assertThat(Shape.broadcast(new Shape(List.of()), Shape.of(2))).isEqualTo(Shape.of(2));
    assertThat(Shape.broadcast(Shape.of(L, Dim.of(1)), Shape.of(1, 7)))
        .isEqualTo(Shape.of(L, Dim.of(7)));
  }

  @Test
  void refusesWhatDoesNotBroadcast() {
    assertThatThrownBy(() -> Shape.broadcast(Shape.of(2, 3), Shape.of(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shapes [2, 3] and [2] do not broadcast");
    assertThatThrownBy(() -> Shape.broadcast(Shape.of(L), Shape.of(L.plus(1))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
