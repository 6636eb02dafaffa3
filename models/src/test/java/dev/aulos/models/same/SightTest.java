package dev.aulos.models.same;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.Dim;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Op;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.testkit.ArrayWeights;
import dev.aulos.testkit.Close;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SightTest {
  private static final int HEADS = 2;
  private static final int ITEMS = 2;
  private static final int WIDTH = 8;

  @ParameterizedTest
  @CsvSource({
    "1, 17, 1, 1",
    "2, 17, 1, 1",
    "3, 17, 1, 1",
    "7, 17, 1, 1",
    "6, 5, 2, 1",
    "5, 3, 0, 2",
    "4, 4, 0, 0",
    "2, 3, 3, 3"
  })
  void seesExactlyWhatAFullMaskLetsThrough(int groups, int group, int before, int after) {
    var inputs =
        Map.of(
            "q", draw(1, groups * group),
            "k", draw(2, groups * group),
            "v", draw(3, groups * group));

    var windowed = run(windowed(group, before, after), inputs);
    var masked = run(masked(groups * group, before * group, after * group), inputs);

    assertThat(Close.maxAbs(windowed, masked)).isLessThan(2e-6);
  }

  private static NdArray draw(long seed, int length) {
    var random = new Random(seed);
    var array = NdArray.zeros(DType.F32, ITEMS, length, WIDTH);
    var values = array.floats();
    while (values.hasRemaining()) {
      values.put((float) (2 * random.nextGaussian()));
    }
    return array;
  }

  private static Graph windowed(int group, int before, int after) {
    var groups = Dim.symbol("groups");
    var shape = Shape.of(Dim.of(ITEMS), groups.times(group), Dim.of(WIDTH));
    var sight = Sight.Window.over(Dim.of(ITEMS), groups, group, before, after);
    var y =
        Tensor.of(
            new Op.Attention(HEADS, HEADS, 0.5f),
            sight.queries(Tensor.input("q", shape)),
            sight.keys(Tensor.input("k", shape)),
            sight.keys(Tensor.input("v", shape)),
            sight.bias().orElseThrow());
    return Graph.of("windowed", Map.of("y", y.reshape(shape)));
  }

  private static Graph masked(int length, int before, int after) {
    var mask = NdArray.zeros(DType.F32, length, length);
    var values = mask.floats();
    for (int i = 0; i < length; i++) {
      for (int j = 0; j < length; j++) {
        values.put(j - i >= -before && j - i <= after ? 0 : -1e30f);
      }
    }
    var shape = Shape.of(ITEMS, length, WIDTH);
    var y =
        Tensor.of(
            new Op.Attention(HEADS, HEADS, 0.5f),
            Tensor.input("q", shape),
            Tensor.input("k", shape),
            Tensor.input("v", shape),
            Tensor.constant(mask));
    return Graph.of("masked", Map.of("y", y));
  }

  private static NdArray run(Graph graph, Map<String, NdArray> inputs) {
    try (var executable = new ReferenceBackend().compile(graph, new ArrayWeights(Map.of()))) {
      return executable.run(inputs, "y", Cancellation.none());
    }
  }
}
