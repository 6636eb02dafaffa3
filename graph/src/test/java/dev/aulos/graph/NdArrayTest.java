package dev.aulos.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

final class NdArrayTest {
  @Test
  void copiesGivenValues() {
    float[] values = {1, 2, 3, 4, 5, 6};
    var array = NdArray.of(values, 2, 3);
    values[0] = 9;
    assertThat(array.toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(array.shape()).containsExactly(2, 3);
    assertThat(array.dim(-1)).isEqualTo(3);
    assertThat(array.rank()).isEqualTo(2);
    assertThat(array.size()).isEqualTo(6);
    assertThat(array).hasToString("F32[2, 3]");
  }

  @Test
  void viewsABufferFromPositionToLimit() {
    var bytes = ByteBuffer.allocateDirect(16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putFloat(4, 1.5f).putFloat(8, -2);
    var array = NdArray.of(DType.F32, bytes.position(4).limit(12), 2);
    assertThat(array.toFloats()).containsExactly(1.5f, -2);
    bytes.limit(16).putFloat(8, 7);
    assertThat(array.toFloats()).containsExactly(1.5f, 7);
  }

  @Test
  void refusesBuffersThatDoNotFit() {
    assertThatThrownBy(() -> NdArray.of(DType.F32, ByteBuffer.allocateDirect(8), 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an array of type F32 and shape [3] takes 12 bytes, got 8");
    assertThatThrownBy(() -> NdArray.of(DType.F32, ByteBuffer.allocate(8), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("direct");
    assertThatThrownBy(() -> NdArray.zeros(DType.F32, 2, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[2, -1]");
    assertThatThrownBy(() -> NdArray.of(new float[] {1}, 1).reshape(2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sharesElementsWithItsReshapes() {
    var array = NdArray.of(new long[] {1, 2, 3, 4}, 4);
    array.reshape(2, 2).longs().put(3, 9);
    assertThat(array.longs().get(3)).isEqualTo(9);
  }

  @Test
  void convertsEveryTypeToF32() {
    assertThat(filled(DType.F64, b -> b.putDouble(0.1).putDouble(-2)).toFloats())
        .containsExactly(0.1f, -2);
    assertThat(
            filled(DType.F16, b -> b.putShort((short) 0x3e00).putShort((short) 0xc000)).toFloats())
        .containsExactly(1.5f, -2);
    assertThat(
            filled(DType.BF16, b -> b.putShort((short) 0x3fc0).putShort((short) 0xc000)).toFloats())
        .containsExactly(1.5f, -2);
    assertThat(filled(DType.I64, b -> b.putLong(1L << 40).putLong(-2)).toFloats())
        .containsExactly(0x1p40f, -2);
    assertThat(filled(DType.I32, b -> b.putInt(7).putInt(-2)).toFloats()).containsExactly(7, -2);
    assertThat(filled(DType.I16, b -> b.putShort((short) 7).putShort((short) -2)).toFloats())
        .containsExactly(7, -2);
    assertThat(filled(DType.I8, b -> b.put((byte) 7).put((byte) -2)).toFloats())
        .containsExactly(7, -2);
    assertThat(filled(DType.U8, b -> b.put((byte) 7).put((byte) -2)).toFloats())
        .containsExactly(7, 254);
    assertThat(filled(DType.BOOL, b -> b.put((byte) 0).put((byte) 1)).toFloats())
        .containsExactly(0, 1);
  }

  private interface Fill {
    void into(ByteBuffer bytes);
  }

  private static NdArray filled(DType type, Fill fill) {
    var array = NdArray.zeros(type, 2);
    fill.into(array.bytes());
    return array.toF32();
  }

  @Test
  void isItselfWhenF32Already() {
    var array = NdArray.zeros(DType.F32, 3);
    assertThat(array.toF32()).isSameAs(array);
  }

  @Test
  void refusesViewsOfAnotherType() {
    assertThatThrownBy(() -> NdArray.zeros(DType.I64, 1).floats())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("array is I64, asked for as F32");
  }

  @Test
  void holdsOneElementWithoutAxes() {
    assertThat(NdArray.of(new float[] {4}).rank()).isZero();
    assertThat(NdArray.of(new float[] {4}).size()).isEqualTo(1);
    assertThat(NdArray.zeros(DType.F32, 0, 3).size()).isZero();
  }
}
