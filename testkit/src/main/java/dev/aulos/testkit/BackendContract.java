package dev.aulos.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.Dim;
import dev.aulos.graph.Graph;
import dev.aulos.graph.Half;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Op;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/// What every [Backend] must do: subclass it, and give the backend.
public abstract class BackendContract {
  private static final Dim L = Dim.symbol("L");

  /// The backend under test.
  protected abstract Backend backend();

  /// How far a value may be from the expected `e`, in parts of `1 + |e|`.
  protected double tolerance(OpSample sample) {
    return 2e-5;
  }

  /// What one run of a sample must give: what the reference backend gives.
  protected NdArray expected(OpSample sample, Map<String, NdArray> inputs) {
    try (var executable = new ReferenceBackend().compile(sample.graph(), sample.weights())) {
      return output(executable.run(inputs), "y");
    }
  }

  // --- Every op

  @TestFactory
  Stream<DynamicContainer> computesEveryOp() {
    return Stream.of(OpKind.values())
        .map(kind -> DynamicContainer.dynamicContainer(kind.name(), tests(OpSamples.of(kind))));
  }

  private Stream<DynamicTest> tests(List<OpSample> samples) {
    assertThat(samples).isNotEmpty();
    return samples.stream()
        .map(sample -> DynamicTest.dynamicTest(sample.name(), () -> verify(sample)));
  }

  private void verify(OpSample sample) {
    assertThat(sample.graph().nodes())
        .as("%s has an op of its kind", sample)
        .anyMatch(node -> OpKind.of(node.op()) == sample.kind());
    try (var executable = backend().compile(sample.graph(), sample.weights())) {
      for (var inputs : sample.runs()) {
        var got = output(executable.run(inputs), "y");
        var expected = expected(sample, inputs);
        assertThat(got.type()).as("type").isEqualTo(expected.type());
        assertThat(Close.worst(got, expected))
            .as("%s %s: largest difference, in parts of 1 + |expected|", sample, inputs)
            .isLessThanOrEqualTo(expected.type() == DType.F32 ? tolerance(sample) : 0);
      }
    }
  }

  // --- Parameters

  @Test
  void refusesAMissingParameterByName() {
    var weights = new ArrayWeights(Map.of("other", NdArray.zeros(DType.F32, 3)));
    assertThatThrownBy(() -> backend().compile(scaled(), weights).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("block.gain");
  }

  @Test
  void refusesAParameterOfAnotherShape() {
    for (var shape : List.of(new long[] {4}, new long[] {1, 3}, new long[] {3, 1}, new long[] {})) {
      var weights = new ArrayWeights(Map.of("block.gain", NdArray.zeros(DType.F32, shape)));
      assertThatThrownBy(() -> backend().compile(scaled(), weights).close())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("block.gain")
          .hasMessageContaining(Arrays.toString(shape))
          .hasMessageContaining("[3]");
    }
  }

  @Test
  void convertsStoredTypes() {
    float[] values = {1.5f, -0.375f, 1024};
    for (var type : List.of(DType.F16, DType.BF16, DType.F64)) {
      var weights = new ArrayWeights(Map.of("block.gain", stored(type, values)));
      try (var executable = backend().compile(scaled(), weights)) {
        var y =
            output(executable.run(Map.of("x", NdArray.of(new float[] {2, 4, 0.5f}, 1, 3))), "y");
        assertThat(y.toFloats()).as("%s", type).containsExactly(3, -1.5f, 512);
      }
    }
  }

  private static NdArray stored(DType type, float... values) {
    var array = NdArray.zeros(type, values.length);
    var bytes = array.bytes();
    for (float value : values) {
      switch (type) {
        case F16 -> bytes.putShort(Half.fromFloat(value));
        case BF16 -> bytes.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
        case F64 -> bytes.putDouble(value);
        default -> throw new IllegalArgumentException(type.name());
      }
    }
    return array;
  }

  @Test
  void ignoresParametersTheGraphDoesNotName() {
    var weights =
        new ArrayWeights(
            Map.of(
                "block.gain",
                NdArray.of(new float[] {1, 2, 3}, 3),
                "unused",
                NdArray.zeros(DType.I16, 2)));
    try (var executable = backend().compile(scaled(), weights)) {
      var y = output(executable.run(Map.of("x", NdArray.of(new float[] {1, 1, 1}, 1, 3))), "y");
      assertThat(y.toFloats()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void letsTwoExecutablesShareWeights() {
    var weights = gain();
    var x = Map.of("x", NdArray.of(new float[] {1, 1, 1}, 1, 3));
    try (var one = backend().compile(scaled(), weights)) {
      try (var other = backend().compile(scaled(), weights)) {
        assertThat(output(other.run(x), "y").toFloats()).containsExactly(1, 2, 3);
        assertThat(output(one.run(x), "y").toFloats()).containsExactly(1, 2, 3);
      }
      assertThat(output(one.run(x), "y").toFloats()).containsExactly(1, 2, 3);
    }
  }

  // --- Inputs

  @Test
  void refusesAMissingInput() {
    refuses(Map.of(), "'x'");
  }

  @Test
  void refusesAnUnknownInput() {
    var x = NdArray.zeros(DType.F32, 1, 3);
    refuses(Map.of("x", x, "surplus", x), "surplus");
  }

  @Test
  void refusesAnInputOfAnotherShapeOrType() {
    refuses(Map.of("x", NdArray.zeros(DType.F32, 2, 4)), "'x'");
    refuses(Map.of("x", NdArray.zeros(DType.F32, 3)), "'x'");
    refuses(Map.of("x", NdArray.zeros(DType.F32, 1, 1, 3)), "'x'");
    refuses(Map.of("x", NdArray.zeros(DType.I64, 1, 3)), "'x'");
  }

  private void refuses(Map<String, NdArray> inputs, String named) {
    try (var executable = backend().compile(scaled(), gain())) {
      assertThatThrownBy(() -> executable.run(inputs))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(named);
    }
  }

  @Test
  void refusesInputsThatDisagreeOnALength() {
    var sum = Tensor.input("a", Shape.of(L)).add(Tensor.input("b", Shape.of(L)));
    try (var executable = backend().compile(Graph.of("sum", Map.of("y", sum)), none())) {
      var inputs = Map.of("a", NdArray.zeros(DType.F32, 3), "b", NdArray.zeros(DType.F32, 1));
      assertThatThrownBy(() -> executable.run(inputs)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void leavesItsInputsAsTheyWere() {
    var x = Draw.normal().of(1, 40, 3);
    float[] before = x.toFloats();
    try (var executable = backend().compile(scaled(), gain())) {
      executable.run(Map.of("x", x));
    }
    assertThat(x.toFloats()).containsExactly(before);
  }

  // --- Outputs

  @Test
  void fillsTheArraysGivenForOutputs() {
    var outputs = new LinkedHashMap<String, Tensor>();
    var x = Tensor.input("x", Shape.of(L));
    outputs.put("twice", x.add(x));
    outputs.put("square", x.square());
    try (var executable = backend().compile(Graph.of("two", outputs), none())) {
      var given = NdArray.of(new float[] {7, 7, 7}, 3);
      var inputs = Map.of("x", NdArray.of(new float[] {1, 2, 3}, 3));
      var got = executable.run(inputs, Map.of("square", given), Cancellation.none());
      assertThat(given.toFloats()).containsExactly(1, 4, 9);
      assertThat(got).containsOnlyKeys("twice", "square");
      assertThat(output(got, "square").toFloats()).containsExactly(1, 4, 9);
      assertThat(output(got, "twice").toFloats()).containsExactly(2, 4, 6);
    }
  }

  @Test
  void refusesOutputsThatDoNotFit() {
    var x = Map.of("x", NdArray.zeros(DType.F32, 2, 3));
    try (var executable = backend().compile(scaled(), gain())) {
      for (var given :
          List.of(
              Map.of("y", NdArray.zeros(DType.F32, 3, 3)),
              Map.of("y", NdArray.zeros(DType.F32, 6)),
              Map.of("y", NdArray.zeros(DType.I64, 2, 3)),
              Map.of("z", NdArray.zeros(DType.F32, 2, 3)))) {
        assertThatThrownBy(() -> executable.run(x, given, Cancellation.none()))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("'" + given.keySet().iterator().next() + "'");
      }
    }
  }

  @Test
  void givesTheSameBitsEveryTime() {
    var x = Tensor.input("x", Shape.of(Dim.of(2), L, Dim.of(16)));
    var w = Scope.root().param("w", 48, 16);
    var parts = x.matmulTransposed(w).split(3, -1);
    var op = new Op.Attention(4, 4, 0.5f);
    var graph = Graph.of("attention", Map.of("y", Tensor.of(op, parts).gelu()));
    var weights = ArrayWeights.random(graph, 1);
    try (var executable = backend().compile(graph, weights)) {
      var shorter = Map.of("x", Draw.normal().of(1, 2, 33, 16));
      var longer = Map.of("x", Draw.normal().of(2, 2, 70, 16));
      var first = output(executable.run(shorter), "y").toFloats();
      executable.run(longer);
      assertThat(output(executable.run(shorter), "y").toFloats()).containsExactly(first);
      try (var again = backend().compile(graph, weights)) {
        assertThat(output(again.run(shorter), "y").toFloats()).containsExactly(first);
      }
    }
  }

  @Test
  void keepsResultsOfOneRunThroughTheNext() {
    try (var executable = backend().compile(scaled(), gain())) {
      var first = output(executable.run(Map.of("x", Draw.constant(1).of(0, 1, 3))), "y");
      executable.run(Map.of("x", Draw.constant(9).of(0, 1, 3)));
      assertThat(first.toFloats()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void givesWhatIsNotComputed() {
    var outputs = new LinkedHashMap<String, Tensor>();
    var x = Tensor.input("x", Shape.of(L));
    var ids = Tensor.input("ids", DType.I64, Shape.of(2));
    outputs.put("input", x);
    outputs.put("ids", ids);
    outputs.put("parameter", Scope.root().param("w", 2));
    outputs.put("constant", Tensor.constant(0.5f));
    outputs.put("sum", x.add(1));
    var weights = new ArrayWeights(Map.of("w", NdArray.of(new float[] {5, 6}, 2)));
    try (var executable = backend().compile(Graph.of("given", outputs), weights)) {
      var got =
          executable.run(
              Map.of(
                  "x", NdArray.of(new float[] {1, 2}, 2), "ids", NdArray.of(new long[] {3, 4}, 2)));
      assertThat(output(got, "input").toFloats()).containsExactly(1, 2);
      assertThat(output(got, "ids").longs()).isEqualTo(NdArray.of(new long[] {3, 4}, 2).longs());
      assertThat(output(got, "parameter").toFloats()).containsExactly(5, 6);
      assertThat(output(got, "constant").shape()).isEmpty();
      assertThat(output(got, "constant").toFloats()).containsExactly(0.5f);
      assertThat(output(got, "sum").toFloats()).containsExactly(2, 3);
    }
  }

  @Test
  void givesOneTensorUnderTwoNames() {
    var y = Tensor.input("x", Shape.of(2)).add(1);
    var outputs = new LinkedHashMap<String, Tensor>();
    outputs.put("one", y);
    outputs.put("other", y);
    outputs.put("next", y.add(1));
    try (var executable = backend().compile(Graph.of("names", outputs), none())) {
      var got = executable.run(Map.of("x", NdArray.of(new float[] {1, 2}, 2)));
      assertThat(output(got, "one").toFloats()).containsExactly(2, 3);
      assertThat(output(got, "other").toFloats()).containsExactly(2, 3);
      assertThat(output(got, "next").toFloats()).containsExactly(3, 4);
    }
  }

  @Test
  void takesOneParameterDeclaredTwice() {
    var once = Scope.root().param("w", 2);
    var again = Scope.root().param("w", 2);
    var weights = new ArrayWeights(Map.of("w", NdArray.of(new float[] {5, 6}, 2)));
    var graph = Graph.of("declared twice", Map.of("y", once.add(again)));
    try (var executable = backend().compile(graph, weights)) {
      assertThat(output(executable.run(Map.of()), "y").toFloats()).containsExactly(10, 12);
    }
  }

  // --- Lifetime

  @Test
  void refusesToRunAfterClose() {
    var executable = backend().compile(scaled(), gain());
    executable.close();
    executable.close();
    assertThatThrownBy(() -> executable.run(Map.of("x", NdArray.zeros(DType.F32, 1, 3))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void knowsItsGraph() {
    var graph = scaled();
    try (var executable = backend().compile(graph, gain())) {
      assertThat(executable.graph()).isSameAs(graph);
    }
    assertThat(backend().name()).isNotEmpty();
  }

  @Test
  void doesNotStartWhenCancelledBefore() {
    var cancellation = Cancellation.create();
    cancellation.cancel();
    var x = Map.of("x", NdArray.zeros(DType.F32, 1, 3));
    try (var executable = backend().compile(scaled(), gain())) {
      assertThatThrownBy(() -> executable.run(x, Map.of(), cancellation))
          .isInstanceOf(CancellationException.class);
      assertThat(executable.run(x)).containsOnlyKeys("y");
    }
  }

  @Test
  @Timeout(60)
  void stopsSoonWhenCancelled() throws InterruptedException {
    var y = Tensor.input("x", Shape.of(1024, 1024));
    var w = Scope.root().param("w", 1024, 1024);
    for (int i = 0; i < 2000; i++) {
      y = y.matmul(w).mul(0.5f);
    }
    var weights = new ArrayWeights(Map.of("w", NdArray.zeros(DType.F32, 1024, 1024)));
    var cancellation = Cancellation.create();
    var x = Map.of("x", NdArray.zeros(DType.F32, 1024, 1024));
    try (var executable = backend().compile(Graph.of("long", Map.of("y", y)), weights)) {
      var run = CompletableFuture.supplyAsync(() -> executable.run(x, Map.of(), cancellation));
      TimeUnit.MILLISECONDS.sleep(300);
      assertThat(run).as("still running").isNotDone();
      cancellation.cancel();
      assertThatThrownBy(() -> run.get(500, TimeUnit.MILLISECONDS))
          .satisfiesAnyOf(
              thrown -> assertThat(thrown).isInstanceOf(CancellationException.class),
              thrown ->
                  assertThat(thrown)
                      .isInstanceOf(ExecutionException.class)
                      .hasCauseInstanceOf(CancellationException.class));
    }
  }

  @Test
  void runsADeepGraph() {
    var y = Tensor.input("x", Shape.of(3));
    for (int i = 0; i < 3000; i++) {
      y = y.add(1);
    }
    try (var executable = backend().compile(Graph.of("deep", Map.of("y", y)), none())) {
      var got = output(executable.run(Map.of("x", NdArray.of(new float[] {0, 1, 2}, 3))), "y");
      assertThat(got.toFloats()).containsExactly(3000, 3001, 3002);
    }
  }

  // --- Pieces

  /// `y = x · gain`, x (L, 3) and gain (3).
  private static Graph scaled() {
    var x = Tensor.input("x", Shape.of(L, Dim.of(3)));
    return Graph.of("scaled", Map.of("y", x.mul(Scope.root().at("block").param("gain", 3))));
  }

  private static ArrayWeights gain() {
    return new ArrayWeights(Map.of("block.gain", NdArray.of(new float[] {1, 2, 3}, 3)));
  }

  private static ArrayWeights none() {
    return new ArrayWeights(Map.of());
  }

  private static NdArray output(Map<String, NdArray> arrays, String name) {
    var array = arrays.get(name);
    assertThat(array).as("output '%s' of %s", name, arrays.keySet()).isNotNull();
    return array;
  }
}
