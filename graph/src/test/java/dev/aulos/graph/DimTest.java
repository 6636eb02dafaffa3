package dev.aulos.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class DimTest {
  private static final Dim L = Dim.symbol("L");
  private static final Dim N = Dim.symbol("N");

  @Test
  void computesLinearExpressions() {
    var dim = L.times(3).plus(N).minus(Dim.of(2));
    assertThat(dim.at(Map.of("L", 5L, "N", 7L))).isEqualTo(20);
    assertThat(dim.terms()).containsExactly(Map.entry("L", 3L), Map.entry("N", 1L));
    assertThat(dim.constant()).isEqualTo(-2);
  }

  @Test
  void equalsWhateverHasTheSameTerms() {
    assertThat(L.plus(N).minus(L)).isEqualTo(N).hasSameHashCodeAs(N);
    assertThat(L.times(0)).isEqualTo(Dim.of(0));
    assertThat(L.plus(1)).isNotEqualTo(L).isNotEqualTo(N.plus(1));
    assertThat(Dim.of(2).times(L)).isEqualTo(L.times(Dim.of(2)));
  }

  @Test
  void dividesTermsExactlyAndRoundsTheRestDown() {
    assertThat(L.times(4).plus(3).floorDiv(2)).isEqualTo(L.times(2).plus(1));
    assertThat(L.times(4).plus(-3).floorDiv(2)).isEqualTo(L.times(2).plus(-2));
    assertThatThrownBy(() -> L.times(3).floorDiv(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3L is not divisible by 2");
  }

  @Test
  void knowsWhetherItIsFixed() {
    assertThat(Dim.of(7).isFixed()).isTrue();
    assertThat(Dim.of(7).fixed()).isEqualTo(7);
    assertThat(L.minus(L).isFixed()).isTrue();
    assertThatThrownBy(() -> L.plus(1).fixed())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("L+1");
  }

  @Test
  void refusesProductsOfLengths() {
    assertThatThrownBy(() -> L.times(N))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("L · N");
  }

  @Test
  void refusesLengthsWithoutAValue() {
    assertThatThrownBy(() -> L.plus(N).at(Map.of("L", 3L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'N'");
  }

  @Test
  void reportsOverflow() {
    assertThatThrownBy(() -> L.times(Long.MAX_VALUE).times(2))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> L.times(4).at(Map.of("L", Long.MAX_VALUE)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void readsAsWritten() {
    assertThat(Dim.of(3)).hasToString("3");
    assertThat(L.times(2048)).hasToString("2048L");
    assertThat(L.plus(N).plus(1)).hasToString("L+N+1");
    assertThat(L.plus(-1)).hasToString("L-1");
  }
}
