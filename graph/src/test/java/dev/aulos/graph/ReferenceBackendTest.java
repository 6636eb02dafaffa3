package dev.aulos.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// Known numbers, refusals and speed. All ops are held against formulas by the backend contract in
/// `testkit`.
final class ReferenceBackendTest {
  private static final Offset<Float> ROUNDING = within(1e-6f);

  private static NdArray run(Tensor y, Map<String, NdArray> arrays) {
    var graph = Graph.of("g", Map.of("y", y));
    var inputs = new HashMap<>(arrays);
    inputs.keySet().retainAll(graph.inputs().keySet());
    try (var executable = new ReferenceBackend().compile(graph, new FakeWeights(arrays))) {
      return executable.run(inputs).get("y");
    }
  }

  private static Tensor constant(float[] values, long... shape) {
    return Tensor.constant(NdArray.of(values, shape));
  }

  @Test
  void knowsTheErrorFunction() {
    // Abramowitz and Stegun, table 7.1
    var y = run(constant(new float[] {0, 0.5f, 1, -1, 2, 9}, 6).erf(), Map.of()).toFloats();
    float[] table = {0, 0.5204998778f, 0.8427007929f, -0.8427007929f, 0.9953222650f, 1};
    assertThat(y).containsExactly(table, ROUNDING);
  }

  @Test
  void correlatesAndDoesNotFlip() {
    var x = constant(new float[] {1, 2, 4, 8}, 1, 1, 4);
    var w = constant(new float[] {1, 10, 100}, 1, 1, 3);
    var same = Tensor.of(new Op.Conv1d(1, 1, 1, 1), x, w);
    assertThat(run(same, Map.of()).toFloats()).containsExactly(210, 421, 842, 84);
    var strided = Tensor.of(new Op.Conv1d(2, 1, 1, 1), x, w, constant(new float[] {0.5f}, 1));
    assertThat(run(strided, Map.of()).toFloats()).containsExactly(210.5f, 842.5f);
  }

  @Test
  void spreadsEachSample() {
    var x = constant(new float[] {1, 2}, 1, 1, 2);
    var w = constant(new float[] {1, 10, 100}, 1, 1, 3);
    var whole = Tensor.of(new Op.ConvTranspose1d(2, 0), x, w);
    assertThat(run(whole, Map.of()).toFloats()).containsExactly(1, 10, 102, 20, 200);
    var trimmed = Tensor.of(new Op.ConvTranspose1d(2, 1), x, w);
    assertThat(run(trimmed, Map.of()).toFloats()).containsExactly(10, 102, 20);
  }

  @Test
  void keepsSumsInDoublePrecision() {
    var row = new float[4097];
    Arrays.fill(row, 1);
    row[0] = 0x1p24f; // where F32 can no longer count by one
    var sum = run(constant(row, 4097).sum(0), Map.of()).toFloats();
    assertThat(sum).containsExactly(0x1p24f + 4096);
  }

  @Test
  void numbersExactly() {
    var y = run(Tensor.iota(Dim.of(70_000)), Map.of()).toFloats();
    assertThat(y[0]).isZero();
    assertThat(y[69_999]).isEqualTo(69_999);
  }

  @Test
  void refusesIdsOutsideTheTable() {
    var table = constant(new float[] {1, 2, 3}, 3, 1);
    for (long id : new long[] {-1, 3, 1L << 32}) {
      var ids = Tensor.constant(NdArray.of(new long[] {0, id}, 2));
      assertThatThrownBy(() -> run(table.gather(ids), Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("id " + id + " at place 1");
    }
  }

  @Test
  void refusesSlicesThatLeaveTheAxisAtRunTime() {
    var length = Dim.symbol("L");
    var y = Tensor.input("x", Shape.of(length)).slice(0, Dim.of(0), Dim.of(4));
    assertThatThrownBy(() -> run(y, Map.of("x", NdArray.zeros(DType.F32, 3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 to 4, expected within 0 to 3");
  }

  @Test
  void refusesTypesItDoesNotTake() {
    var doubles = Tensor.input("x", DType.F64, Shape.of(2));
    assertThatThrownBy(() -> run(doubles, Map.of("x", NdArray.zeros(DType.F64, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cast it to F32");
    var ids = Tensor.input("x", DType.I64, Shape.of(2));
    assertThatThrownBy(() -> run(ids.add(ids), Map.of("x", NdArray.zeros(DType.I64, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cast its operands");
  }

  @Test
  void saysWhatAParameterShouldBe() {
    var y = Scope.root().at("layers", 0).param("w", 2, 3);
    assertThatThrownBy(() -> run(y, Map.of("w", NdArray.zeros(DType.F32, 2, 3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "g: parameter 'layers.0.w' is missing, expected F32[2, 3]; the weights hold 1"
                + " parameters");
    assertThatThrownBy(() -> run(y, Map.of("layers.0.w", NdArray.zeros(DType.F32, 3, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("g: parameter 'layers.0.w' is [3, 2], expected [2, 3]");
  }

  @Test
  void givesEveryType() {
    for (var type : DType.values()) {
      if (type == DType.F64) {
        continue; // refused above
      }
      var y = run(constant(new float[] {0, 1, 2.75f}, 3).cast(type), Map.of());
      float last = type == DType.BOOL ? 1 : type.isFloat() ? 2.75f : 2;
      assertThat(y.type()).isEqualTo(type);
      assertThat(y.toF32().toFloats()).as("%s", type).containsExactly(0, 1, last);
    }
  }

  @Test
  void decodesTinyModelsInSeconds() {
    var y = Tensor.input("x", Shape.of(1, 4, 67_584));
    var arrays = new HashMap<String, NdArray>();
    arrays.put("x", NdArray.zeros(DType.F32, 1, 4, 67_584));
    for (int i = 0; i < 30; i++) {
      y = Tensor.of(new Op.Conv1d(1, 3, 1, 1), y, Scope.root().param("w" + i, 4, 4, 7));
      arrays.put("w" + i, NdArray.zeros(DType.F32, 4, 4, 7));
    }
    var last = y;
    Assertions.assertTimeout(Duration.ofSeconds(10), () -> run(last, arrays));
  }
}
