package dev.aulos.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The shape and type rules, and what a tensor that breaks them says.
final class TensorTest {
  private static final Dim L = Dim.symbol("L");
  private static final Dim TWO = Dim.of(2);
  private static final Dim THREE = Dim.of(3);

  private static Tensor x(long... dims) {
    return Tensor.input("x", Shape.of(dims));
  }

  private static Tensor x(Dim... dims) {
    return Tensor.input("x", Shape.of(dims));
  }

  private static Tensor ids(long... dims) {
    return Tensor.input("ids", DType.I64, Shape.of(dims));
  }

  private static void refuses(Op op, Tensor... in) {
    var shapes = List.of(in).stream().map(t -> t.type() + t.shape().toString()).toList();
    assertThatThrownBy(() -> Tensor.of(op, in))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(op + " cannot take " + shapes);
  }

  @Test
  void keepsShapesElementwise() {
    assertThat(x(2, 3).exp().shape()).isEqualTo(Shape.of(2, 3));
    assertThat(x(2, 1).add(x(3)).shape()).isEqualTo(Shape.of(2, 3));
    assertThat(x(TWO, L).mul(2).gelu().softmax().shape()).isEqualTo(Shape.of(TWO, L));
    assertThat(ids(4).cast(DType.F32).type()).isEqualTo(DType.F32);
    assertThatThrownBy(() -> x(2).add(x(3))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesMixedTypes() {
    refuses(new Op.Binary(Op.Binary.Function.ADD), x(2), ids(2));
    refuses(new Op.Concat(0), x(2), ids(2));
  }

  @Test
  void keepsAReducedAxisWithExtentOne() {
    assertThat(x(2, 3, 5).sum(1).shape()).isEqualTo(Shape.of(2, 1, 5));
    assertThat(x(TWO, L).max(-1).shape()).isEqualTo(Shape.of(2, 1));
    assertThatThrownBy(() -> x(2).mean(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no axis 1 in [2]");
  }

  @Test
  void multipliesMatrices() {
    assertThat(x(2, 3).matmul(x(3, 5)).shape()).isEqualTo(Shape.of(2, 5));
    assertThat(x(2, 3).matmulTransposed(x(5, 3)).shape()).isEqualTo(Shape.of(2, 5));
    assertThat(Tensor.of(new Op.MatMul(true, false), x(3, 2), x(3, 5)).shape())
        .isEqualTo(Shape.of(2, 5));
    assertThat(x(4, 1, 2, 3).matmul(x(7, 3, 5)).shape()).isEqualTo(Shape.of(4, 7, 2, 5));
    assertThat(x(TWO, L, THREE).matmul(x(3, 5)).shape()).isEqualTo(Shape.of(TWO, L, Dim.of(5)));
    refuses(new Op.MatMul(false, false), x(2, 3), x(2, 3));
    refuses(new Op.MatMul(false, false), x(3), x(3, 2));
  }

  @Test
  void reshapesEqualSizesOnly() {
    assertThat(x(TWO, L, THREE).reshape(Shape.of(L, Dim.of(6))).shape())
        .isEqualTo(Shape.of(L, Dim.of(6)));
    var same = x(2, 3);
    assertThat(same.reshape(2, 3)).isSameAs(same);
    refuses(new Op.Reshape(Shape.of(7)), x(2, 3));
    refuses(new Op.Reshape(Shape.of(L, THREE)), x(L, TWO));
  }

  @Test
  void transposesEveryAxisOnce() {
    assertThat(x(2, 3, 5).transpose(2, 0, 1).shape()).isEqualTo(Shape.of(5, 2, 3));
    assertThat(x(2, 3).transpose(-1, 0).shape()).isEqualTo(Shape.of(3, 2));
    refuses(new Op.Transpose(List.of(0, 0)), x(2, 3));
    refuses(new Op.Transpose(List.of(0, -2)), x(2, 3));
    refuses(new Op.Transpose(List.of(0)), x(2, 3));
  }

  @Test
  void slicesWithinTheAxis() {
    assertThat(x(7).slice(0, 2, 5).shape()).isEqualTo(Shape.of(3));
    assertThat(x(TWO, L.times(2)).slice(-1, L.plus(-1), L.times(2)).shape())
        .isEqualTo(Shape.of(TWO, L.plus(1)));
    refuses(new Op.Slice(0, Dim.of(3), Dim.of(8)), x(7));
    refuses(new Op.Slice(0, Dim.of(3), Dim.of(2)), x(7));
    refuses(new Op.Slice(0, Dim.of(-1), Dim.of(2)), x(7));
  }

  @Test
  void splitsEvenly() {
    assertThat(x(2, 6).split(3, -1)).hasSize(3).allMatch(t -> t.shape().equals(Shape.of(2, 2)));
    assertThatThrownBy(() -> x(2, 6).split(4, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[2, 6]");
  }

  @Test
  void concatenatesAndPads() {
    assertThat(Tensor.concat(1, x(TWO, L), x(2, 1), x(TWO, L)).shape())
        .isEqualTo(Shape.of(TWO, L.times(2).plus(1)));
    assertThat(x(TWO, L).pad(-1, 2, 1).shape()).isEqualTo(Shape.of(TWO, L.plus(3)));
    refuses(new Op.Concat(1), x(2, 1), x(3, 1));
    refuses(new Op.Concat(1), x(2, 1), x(2));
    refuses(new Op.Pad(0, -1, 0), x(2));
  }

  @Test
  void expandsAxesOfOneOnly() {
    assertThat(x(1, 3).expand(Shape.of(L, THREE)).shape()).isEqualTo(Shape.of(L, THREE));
    refuses(new Op.Expand(Shape.of(2, 1)), x(2, 3));
    assertThatThrownBy(() -> x(2, 3).expand(Shape.of(2, 6)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void gathersRows() {
    assertThat(x(7, 5).gather(ids(2, 3)).shape()).isEqualTo(Shape.of(2, 3, 5));
    refuses(new Op.Gather(), x(7, 5), x(2));
    refuses(new Op.Gather(), x(7), ids(2));
  }

  @Test
  void convolves() {
    var op = new Op.Conv1d(2, 1, 1, 1);
    assertThat(Tensor.of(op, x(1, 3, 12), x(4, 3, 4), x(4)).shape()).isEqualTo(Shape.of(1, 4, 6));
    assertThat(Tensor.of(op, x(TWO, THREE, L.times(2)), x(4, 3, 4)).shape())
        .isEqualTo(Shape.of(TWO, Dim.of(4), L));
    refuses(op, x(1, 3, 12), x(4, 2, 4));
    refuses(op, x(1, 3, 12), x(4, 3, 4), x(3));
    refuses(op, x(3, 12), x(4, 3, 4));
    refuses(new Op.Conv1d(1, 0, 1, 2), x(1, 4, 9), x(3, 2, 3));
    refuses(new Op.Conv1d(1, 0, 1, 1), x(1, 3, 2), x(4, 3, 3));
    assertThatThrownBy(() -> Tensor.of(op, x(TWO, THREE, L), x(4, 3, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not divisible by 2");
  }

  @Test
  void convolvesTransposed() {
    var op = new Op.ConvTranspose1d(4, 2);
    assertThat(Tensor.of(op, x(TWO, THREE, L), x(3, 5, 8), x(5)).shape())
        .isEqualTo(Shape.of(TWO, Dim.of(5), L.times(4)));
    refuses(op, x(2, 3, 7), x(5, 3, 8));
    refuses(op, x(2, 3, 7), x(3, 5, 8), x(3));
  }

  @Test
  void normalizesWithParametersOfTheLastAxis() {
    assertThat(Tensor.of(new Op.LayerNorm(1e-5f), x(2, 3), x(3), x(3)).shape())
        .isEqualTo(Shape.of(2, 3));
    refuses(new Op.LayerNorm(1e-5f), x(2, 3), x(3));
    refuses(new Op.LayerNorm(1e-5f), x(2, 3), x(3), x(2));
    refuses(new Op.RmsNorm(1e-5f), x(2, 3), x(1));
  }

  @Test
  void rotatesWholeHeads() {
    assertThat(Tensor.of(new Op.Rotary(2), x(1, 5, 12), x(5, 3), x(5, 3)).shape())
        .isEqualTo(Shape.of(1, 5, 12));
    refuses(new Op.Rotary(5), x(1, 5, 12), x(5, 1), x(5, 1));
    refuses(new Op.Rotary(2), x(1, 5, 12), x(5, 4), x(5, 4));
    refuses(new Op.Rotary(2), x(1, 5, 12), x(4, 3), x(4, 3));
    refuses(new Op.Rotary(2), x(1, 5, 12), x(5, 3), x(5, 2));
  }

  @Test
  void attendsWithSharedKeysAndOtherValueWidths() {
    var op = new Op.Attention(4, 2, 0.5f);
    var q = x(3, 5, 12);
    var k = x(3, 7, 6);
    var v = x(3, 7, 10);
    assertThat(Tensor.of(op, q, k, v).shape()).isEqualTo(Shape.of(3, 5, 20));
    assertThat(Tensor.of(op, q, k, v, x(3, 1, 1, 7)).shape()).isEqualTo(Shape.of(3, 5, 20));
    assertThatThrownBy(() -> Tensor.of(op, q, k, v, x(3, 1, 1, 6)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shapes [3, 1, 1, 6] and [3, 4, 5, 7] do not broadcast");
    refuses(op, q, k, v, x(2, 3, 4, 5, 7));
    refuses(op, q, x(3, 7, 12), v);
    refuses(op, q, k, x(3, 6, 10));
    refuses(op, q, k, x(3, 7, 9));
    refuses(op, q, k, x(2, 7, 10));
    refuses(op, q, x(2, 7, 6), x(2, 7, 10));
    refuses(new Op.Attention(4, 3, 1), q, k, v);
  }

  @Test
  void makesSourcesOnlyByTheirFactories() {
    assertThatThrownBy(() -> Tensor.of(new Op.Input("x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Tensor.input");
    assertThatThrownBy(() -> Tensor.of(new Op.Parameter("w")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Scope.param");
    assertThat(Tensor.iota(L.plus(1)).shape()).isEqualTo(Shape.of(L.plus(1)));
  }

  @Test
  void tellsConstantScalars() {
    assertThat(Tensor.constant(0.5f).scalar()).contains(0.5f);
    assertThat(Tensor.constant(NdArray.of(new float[] {1}, 1)).scalar()).isEmpty();
    assertThat(x(1).scalar()).isEmpty();
  }

  @Test
  void isEqualOnlyToItself() {
    assertThat(x(2)).isNotEqualTo(x(2));
  }

  @Test
  void namesParametersByPlace() {
    var gain = Scope.root().at("layers", 3).at("norm").param("gain", 128);
    assertThat(gain.op()).isEqualTo(new Op.Parameter("layers.3.norm.gain"));
    assertThat(gain.shape()).isEqualTo(Shape.of(128));
  }
}
