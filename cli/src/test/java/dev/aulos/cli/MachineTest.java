package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineTest {
  private static final long GIGABYTE = 1L << 30;

  @Test
  void moreMemoryIsTwiceAsMuchWhereThereIsAsMuch() {
    assertThat(Machine.moreMemory(4 * GIGABYTE, 32 * GIGABYTE)).endsWith("=-Xmx8g");
    assertThat(Machine.moreMemory(3 * GIGABYTE / 2, Long.MAX_VALUE)).endsWith("=-Xmx3g");
  }

  @Test
  void elseItIsWhatTheMachineHas() {
    assertThat(Machine.moreMemory(8 * GIGABYTE, 16 * GIGABYTE)).endsWith("=-Xmx13g");
    assertThat(Machine.moreMemory(15 * GIGABYTE, 16 * GIGABYTE))
        .contains("nearly all of this one's", "find a machine with more");
  }

  @Test
  void thisOneHasSome() {
    assertThat(Machine.moreMemory()).containsPattern("-Xmx[0-9]+g|find a machine with more");
  }
}
