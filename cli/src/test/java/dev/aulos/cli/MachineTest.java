package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.engine.RequestException;
import dev.aulos.graph.Shape;
import java.util.stream.Stream;
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
  void whatIsTooLargeToTrainIsSaidBeforehand() {
    Machine.requireMemoryToTrain(Stream.of(Shape.of(1000, 100), Shape.of(7)));
    assertThatThrownBy(() -> Machine.requireMemoryToTrain(Stream.of(Shape.of(1L << 40))))
        .hasMessageContaining("training 1099512 million parameters");
    assertThatThrownBy(() -> Machine.requireMemoryToAdapt(Stream.of(Shape.of(1L << 40))))
        .hasMessageContaining("adapting 1099512 million parameters takes at least 8.8 TB");
    requireMemoryToTrain(200_000_000, 4, 8);
    assertThatThrownBy(() -> requireMemoryToTrain(400_000_000, 4, 32))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("training 400 million parameters takes at least ")
        .hasMessageEndingWith("give it more with AULOS_JAVA_OPTS=-Xmx9g");
    assertThatThrownBy(() -> requireMemoryToTrain(850_000_000, 6, 16))
        .hasMessageContaining("this machine has ")
        .hasMessageEndingWith("expected a larger one, or fewer to train");
  }

  private static void requireMemoryToTrain(long parameters, long most, long all) {
    var needs = new Machine.Needs("training", 5, parameters);
    Machine.requireMemory(needs, most * GIGABYTE, all * GIGABYTE);
  }

  @Test
  void thisOneHasSome() {
    assertThat(Machine.moreMemory()).containsPattern("-Xmx[0-9]+g|find a machine with more");
  }
}
