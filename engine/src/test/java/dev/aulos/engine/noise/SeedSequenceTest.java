package dev.aulos.engine.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Words printed by numpy 2.4.6: `SeedSequence(seed, pool_size=…, spawn_key=…).generate_state(4)`.
class SeedSequenceTest {
  @ParameterizedTest
  @CsvSource({
    "0, 4, '', 2968811710 3677149159 745650761 2884920346",
    "0, 24, '', 4025752534 2687548107 2326983537 1576567101",
    "0, 24, 0 0, 245430115 3436620678 4120055464 1627243804",
    "7, 4, 5 3, 3453020843 79299018 3772646799 332699506",
    "81985529216486895, 24, '', 33938315 1686233776 1227153344 397824144",
    "81985529216486895, 24, 5 3, 2054874019 3257134366 3536978454 3207682457",
    "4662164592187091616, 24, 8589934593 34, 2296133313 1398304953 1167884542 2077299574",
    "4294967296, 24, '', 434701594 2100335428 1542455535 1731455797",
    "9223372036854775806, 24, 0 0, 204307167 2298467460 2240422248 1515775643",
  })
  void derivesTheWordsOfNumpy(long seed, int pool, String key, String expected) {
    var words = new SeedSequence(seed, pool, numbers(key)).generate(4);
    assertThat(words).isEqualTo(toInts(numbers(expected)));
    assertThat(new SeedSequence(seed, pool, numbers(key)).first())
        .isEqualTo(words[0] & 0xffffffffL);
  }

  private static long[] numbers(String text) {
    return text.isEmpty()
        ? new long[0]
        : Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  private static int[] toInts(long[] values) {
    return Arrays.stream(values).mapToInt(v -> (int) v).toArray();
  }
}
