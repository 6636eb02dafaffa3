package dev.aulos.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.graph.BackendProvider;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OrtExecutableTest {
  private final OrtBackend backend = new OrtBackend();
  private final StoredWeights nothing = StoredWeights.of(Map.of());

  @Test
  void writesIntoTheArraysGiven() {
    var x = Sample.input("x", "n", 3);
    var outputs = new LinkedHashMap<String, Tensor>();
    outputs.put("double", x.mul(2));
    outputs.put("sum", x.sum(1));
    try (var executable = backend.compile(Graph.of("sample", outputs), nothing)) {
      var sum = NdArray.zeros(DType.F32, 2, 1);
      var results =
          executable.run(
              Map.of("x", Sample.counting(2, 3)), Map.of("sum", sum), Cancellation.none());
      assertThat(results.keySet()).containsExactly("double", "sum");
      assertThat(results.get("sum")).isSameAs(sum);
      assertThat(sum.toFloats()).containsExactly(3, 12);
      assertThat(results.get("double").toFloats()).containsExactly(0, 2, 4, 6, 8, 10);
    }
  }

  @Test
  void givesInputsParametersAndRepeatedValuesAsOutputs() {
    var x = Sample.input("x", 2);
    var w = Scope.root().param("w", 2);
    var y = x.add(w);
    var outputs = new LinkedHashMap<String, Tensor>();
    outputs.put("x", x);
    outputs.put("w", w);
    outputs.put("y", y);
    outputs.put("again", y);
    outputs.put("after", y.neg());
    var weights = StoredWeights.of(Map.of("w", Sample.counting(2)));
    try (var executable = backend.compile(Graph.of("sample", outputs), weights)) {
      var results = executable.run(Map.of("x", Sample.counting(2)));
      assertThat(results.get("x").toFloats()).containsExactly(0, 1);
      assertThat(results.get("w").toFloats()).containsExactly(0, 1);
      assertThat(results.get("y").toFloats()).containsExactly(0, 2);
      assertThat(results.get("again").toFloats()).containsExactly(0, 2);
      assertThat(results.get("after").toFloats()).containsExactly(-0f, -2);
    }
  }

  @Test
  void runsOnNoElements() {
    try (var executable =
        backend.compile(Sample.graph(Sample.input("x", "n", 3).mul(2)), nothing)) {
      var results = executable.run(Map.of("x", NdArray.zeros(DType.F32, 0, 3)));
      assertThat(results.get("y").shape()).containsExactly(0, 3);
    }
  }

  @Test
  void rejectsArraysThatDoNotFit() {
    try (var executable =
        backend.compile(Sample.graph(Sample.input("x", "n", 3).mul(2)), nothing)) {
      var x = Map.of("x", Sample.counting(2, 3));
      assertThatThrownBy(() -> executable.run(Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("x");
      assertThatThrownBy(() -> executable.run(Map.of("x", Sample.counting(2, 4))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[2, 4]");
      var small = Map.of("y", NdArray.zeros(DType.F32, 1, 3));
      assertThatThrownBy(() -> executable.run(x, small, Cancellation.none()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'y' is F32[1, 3], expected F32[2, 3]");
      var unknown = Map.of("z", NdArray.zeros(DType.F32, 2, 3));
      assertThatThrownBy(() -> executable.run(x, unknown, Cancellation.none()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no output 'z'");
    }
  }

  @Test
  void refusesToRunOnceClosed() {
    var executable = backend.compile(Sample.graph(Sample.input("x", 3).mul(2)), nothing);
    executable.close();
    executable.close();
    assertThatThrownBy(() -> executable.run(Map.of("x", Sample.counting(3))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("sample is closed; compile it again");
  }

  @Test
  void reportsWhatTheRuntimeRejects() {
    var table = Tensor.constant(Sample.counting(3, 2));
    var ids = Tensor.input("x", DType.I64, Shape.of(1));
    try (var executable = backend.compile(Sample.graph(table.gather(ids)), nothing)) {
      assertThatThrownBy(() -> executable.run(Map.of("x", NdArray.of(new long[] {7}, 1))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("sample")
          .hasMessageContaining("out of data bounds");
    }
  }

  /// Runs, cancels while the run is in progress, and waits until it is given up.
  private static void cancelled(
      OrtExecutable executable, Map<String, NdArray> inputs, NdArray output)
      throws InterruptedException {
    var cancellation = Cancellation.create();
    var thread =
        new Thread(() -> {
          sleep(300);
          cancellation.cancel();
        });
    thread.start();
    assertThatThrownBy(() -> executable.run(inputs, Map.of("y", output), cancellation))
        .isInstanceOf(CancellationException.class)
        .hasMessage("sample was cancelled");
    thread.join();
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static float last(NdArray x) {
    return x.floats().get((int) x.size() - 1);
  }

  @Test
  void endsBeforeTheNextNodeWhenCancelled() throws InterruptedException {
    var y = Sample.input("x", "n", 256);
    var w = Tensor.constant(Sample.normal(1, 256, 256));
    for (int i = 0; i < 4000; i++) {
      y = y.matmul(w).mul(0.06f);
    }
    try (var executable = backend.compile(Sample.graph(y), nothing)) {
      var output = NdArray.zeros(DType.F32, 2048, 256);
      cancelled(executable, Map.of("x", Sample.normal(2, 2048, 256)), output);
      assertThat(OrtBackend.awaitRest(Duration.ofMinutes(1))).isTrue();
      assertThat(last(output)).isZero();
    }
  }

  @Test
  void doesNotWaitForALongNodeWhenCancelled() throws InterruptedException {
    var one = new OrtBackend(OrtOptions.defaults().withThreads(1));
    var product = Sample.input("x", 2048, 4096).matmul(Sample.input("w", 4096, 8192));
    try (var executable = one.compile(Sample.graph(product), nothing)) {
      var output = NdArray.zeros(DType.F32, 2048, 8192);
      var inputs = Map.of("x", Sample.normal(1, 2048, 4096), "w", Sample.normal(2, 4096, 8192));
      cancelled(executable, inputs, output);
      assertThat(OrtBackend.awaitRest(Duration.ZERO)).isFalse();
      assertThat(last(output)).isZero();
      assertThat(OrtBackend.awaitRest(Duration.ofMinutes(1))).isTrue();
      assertThat(last(output)).isNotZero();
    }
  }

  @Test
  void doesNotStartWhenCancelledBefore() {
    try (var executable = backend.compile(Sample.graph(Sample.input("x", 3).mul(2)), nothing)) {
      var cancellation = Cancellation.create();
      cancellation.cancel();
      assertThatThrownBy(
              () -> executable.run(Map.of("x", Sample.counting(3)), Map.of(), cancellation))
          .isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void runsAgainAfterACancelledRun() {
    try (var executable = backend.compile(Sample.graph(Sample.input("x", 3).mul(2)), nothing)) {
      var cancellation = Cancellation.create();
      executable.run(Map.of("x", Sample.counting(3)), Map.of(), cancellation);
      cancellation.cancel();
      assertThat(executable.run(Map.of("x", Sample.counting(3))).get("y").toFloats())
          .containsExactly(0, 2, 4);
    }
  }

  @Test
  void letsRunsOverlap() {
    var w = Tensor.constant(Sample.normal(1, 64, 64));
    var y = Sample.input("x", "n", 64).matmul(w).sin();
    try (var executable = backend.compile(Sample.graph(y), nothing)) {
      var seeds = List.of(1, 2, 3, 4, 5, 6, 7, 8);
      var alone = new ArrayList<NdArray>();
      seeds.forEach(seed -> alone.add(executable.run(x(seed)).get("y")));
      var together =
          seeds.parallelStream()
              .map(seed -> executable.run(x(seed)).get("y"))
              .collect(Collectors.toList());
      for (int i = 0; i < seeds.size(); i++) {
        assertThat(together.get(i).bytes()).isEqualTo(alone.get(i).bytes());
      }
    }
  }

  private static Map<String, NdArray> x(int seed) {
    return Map.of("x", Sample.normal(seed, 256 + seed, 64));
  }

  @Test
  void isFoundAsAService() {
    var provider =
        ServiceLoader.load(BackendProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.name().equals("onnx"))
            .findFirst()
            .orElseThrow();
    assertThat(provider.open(2).name()).startsWith("ONNX Runtime ");
  }
}
