package dev.aulos.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class CostTest {
  private static final Dim L = Dim.symbol("L");

  private static Cost cost(Tensor y, long length) {
    return Cost.of(Graph.of("g", Map.of("y", y)), Map.of("L", length));
  }

  private static Tensor x(Dim... dims) {
    return Tensor.input("x", Shape.of(dims));
  }

  @Test
  void countsMatrixProducts() {
    var y = x(Dim.of(2), L, Dim.of(3)).matmulTransposed(Scope.root().param("w", 5, 3));
    var cost = cost(y.add(1).exp(), 7);
    assertThat(cost.flop()).isEqualTo(2 * 2 * 7 * 5 * 3);
    assertThat(cost.parameters()).isEqualTo(15);
    assertThat(cost.parameterBytes(DType.F32)).isEqualTo(60);
    assertThat(cost.parameterBytes(DType.F16)).isEqualTo(30);
  }

  @Test
  void countsTransposedReadingsAlike() {
    var y = x(Dim.of(2), L, Dim.of(3));
    var gram = Tensor.of(new Op.MatMul(true, false), y, y); // (2, 3, 3), L terms each
    assertThat(cost(gram, 11).flop()).isEqualTo(2 * 2 * 3 * 3 * 11);
  }

  @Test
  void countsConvolutions() {
    var w = Scope.root().param("w", 6, 2, 3);
    var op = new Op.Conv1d(2, 0, 1, 2);
    var cost = cost(Tensor.of(op, x(Dim.of(1), Dim.of(4), L.times(2).plus(1)), w), 8);
    assertThat(cost.flop()).isEqualTo(2 * 6 * 8 * 2 * 3);
    assertThat(cost.flopByKind()).containsEntry(Cost.Kind.CONV, 2L * 6 * 8 * 2 * 3);
  }

  @Test
  void countsTransposedConvolutionsByTheirInput() {
    var w = Scope.root().param("w", 4, 6, 8);
    var op = new Op.ConvTranspose1d(4, 2);
    var cost = cost(Tensor.of(op, x(Dim.of(3), Dim.of(4), L), w), 10);
    assertThat(cost.flopByKind()).containsEntry(Cost.Kind.CONV_TRANSPOSE, 2L * 3 * 4 * 10 * 6 * 8);
  }

  @Test
  void countsBothProductsOfAttention() {
    var q = Tensor.input("q", Shape.of(Dim.of(2), L, Dim.of(12)));
    var k = Tensor.input("k", Shape.of(2, 7, 6));
    var v = Tensor.input("v", Shape.of(2, 7, 10));
    var cost = cost(Tensor.of(new Op.Attention(4, 2, 1), q, k, v), 5);
    long scores = 2L * 2 * 4 * 5 * 7 * 3;
    long values = 2L * 2 * 4 * 5 * 7 * 5;
    assertThat(cost.flopByKind())
        .containsExactly(
            Map.entry(Cost.Kind.MATMUL, 0L),
            Map.entry(Cost.Kind.CONV, 0L),
            Map.entry(Cost.Kind.CONV_TRANSPOSE, 0L),
            Map.entry(Cost.Kind.ATTENTION, scores + values));
  }

  @Test
  void countsAttentionAsItsExpansion() {
    var q = Tensor.input("q", Shape.of(2, 5, 12));
    var k = Tensor.input("k", Shape.of(2, 7, 6));
    var v = Tensor.input("v", Shape.of(2, 7, 10));
    var op = new Op.Attention(4, 2, 1);
    var fused = Tensor.of(op, q, k, v);
    assertThat(cost(fused, 1).flop()).isEqualTo(cost(op.expand(fused.inputs()), 1).flop());
  }

  @Test
  void countsSharedNodesAndParametersOnce() {
    var w = Scope.root().param("w", 3, 3);
    var product = x(Dim.of(3), Dim.of(3)).matmul(w);
    var cost = cost(product.add(product).add(Scope.root().param("w", 3, 3)), 1);
    assertThat(cost.flop()).isEqualTo(54);
    assertThat(cost.parameters()).isEqualTo(9);
  }

  @Test
  void needsTheLengths() {
    var y = x(L, Dim.of(3)).matmul(Scope.root().param("w", 3, 3));
    assertThatThrownBy(() -> Cost.of(Graph.of("g", Map.of("y", y)), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'L'");
  }
}
