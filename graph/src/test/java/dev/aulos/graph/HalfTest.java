package dev.aulos.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Half precision, held against the JDK's own.
final class HalfTest {
  @Test
  void readsEveryHalfAsTheJdkDoes() {
    for (int bits = 0; bits < 0x10000; bits++) {
      float expected = Float.float16ToFloat((short) bits);
      float got = Half.toFloat((short) bits);
      if (Float.isNaN(expected)) {
        assertThat(got).as("%04x", bits).isNaN();
      } else {
        assertThat(Float.floatToRawIntBits(got))
            .as("%04x", bits)
            .isEqualTo(Float.floatToRawIntBits(expected));
      }
    }
  }

  @Test
  void writesEveryHalfBack() {
    for (int bits = 0; bits < 0x10000; bits++) {
      float value = Half.toFloat((short) bits);
      short back = Half.fromFloat(value);
      if (Float.isNaN(value)) {
        assertThat(Half.toFloat(back)).as("%04x", bits).isNaN();
      } else {
        assertThat(back).as("%04x", bits).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void roundsToNearestEven() {
    for (int bits = 0; bits < 0x7c00; bits++) {
      float lower = Half.toFloat((short) bits);
      float upper = bits == 0x7bff ? 65536 : Half.toFloat((short) (bits + 1));
      float middle = (lower + upper) / 2; // exact
      assertSame(middle);
      assertSame(-middle);
      assertSame(Math.nextUp(middle));
      assertSame(Math.nextDown(middle));
    }
  }

  @Test
  void roundsAnyFloatAsTheJdkDoes() {
    var random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (!Float.isNaN(value)) {
        assertSame(value);
      }
    }
    assertSame(Float.MAX_VALUE);
    assertSame(Float.MIN_VALUE);
    assertSame(Float.NEGATIVE_INFINITY);
  }

  private static void assertSame(float value) {
    if (Half.fromFloat(value) != Float.floatToFloat16(value)) {
      assertThat(Half.fromFloat(value)).as("%s", value).isEqualTo(Float.floatToFloat16(value));
    }
  }
}
