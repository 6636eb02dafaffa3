package dev.aulos.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

final class GraphTest {
  private static final Dim L = Dim.symbol("L");

  @Test
  void listsEveryNodeOnceAfterItsOperands() {
    var x = Tensor.input("x", Shape.of(3));
    var w = Scope.root().param("w", 3);
    var shared = x.mul(w);
    var outputs = new LinkedHashMap<String, Tensor>();
    outputs.put("sum", shared.add(shared));
    outputs.put("exp", shared.exp());
    var graph = Graph.of("g", outputs);
    var seen = new HashSet<Tensor>();
    for (var node : graph.nodes()) {
      assertThat(seen).containsAll(node.inputs());
      assertThat(seen.add(node)).isTrue();
    }
    assertThat(seen).hasSize(5);
    assertThat(graph.inputs()).containsOnlyKeys("x");
    assertThat(graph.parameters()).containsExactly(Map.entry("w", Shape.of(3)));
    assertThat(graph.outputs().keySet()).containsExactly("sum", "exp");
    assertThat(graph).hasToString("g: 5 nodes, 1 parameters");
  }

  @Test
  void holdsGraphsDeeperThanTheStack() {
    var y = Tensor.input("x", Shape.of(2));
    for (int i = 0; i < 100_000; i++) {
      y = y.neg();
    }
    var graph = Graph.of("deep", Map.of("y", y));
    assertThat(graph.nodes()).hasSize(100_001);
    try (var executable = new ReferenceBackend().compile(graph, new FakeWeights(Map.of()))) {
      var x = Map.of("x", NdArray.of(new float[] {1, -2}, 2));
      assertThat(executable.run(x).get("y").toFloats()).containsExactly(1, -2);
    }
  }

  @Test
  void visitsSharedNodesOnce() {
    var x = Tensor.input("x", Shape.of(1));
    var y = x;
    for (int i = 0; i < 100; i++) {
      y = y.add(y); // 2¹⁰⁰ paths
    }
    var last = y;
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          var graph = Graph.of("shared", Map.of("y", last.softmax()));
          assertThat(graph.nodes()).hasSize(102);
          try (var executable = new ReferenceBackend().compile(graph, new FakeWeights(Map.of()))) {
            var one = Map.of("x", NdArray.of(new float[] {1}, 1));
            assertThat(executable.run(one).get("y").toFloats()).containsExactly(1);
          }
        });
  }

  @Test
  void refusesTwoInputsOfOneName() {
    var sum = Tensor.input("x", Shape.of(2)).add(Tensor.input("x", Shape.of(2)));
    assertThatThrownBy(() -> Graph.of("g", Map.of("y", sum)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("g: two inputs are called 'x'");
  }

  @Test
  void refusesOneParameterOfTwoShapes() {
    var sum = Scope.root().param("w", 2).add(Scope.root().param("w", 1));
    assertThatThrownBy(() -> Graph.of("g", Map.of("y", sum)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'w'", "[2]", "[1]");
  }

  @Test
  void solvesLengths() {
    var a = Tensor.input("a", Shape.of(L.times(4).plus(1)));
    var b = Tensor.input("b", Shape.of(Dim.symbol("N"), L));
    var outputs = Map.of("a", a, "b", b);
    var lengths =
        Graph.of("g", outputs)
            .lengths(
                Map.of("a", NdArray.zeros(DType.F32, 13), "b", NdArray.zeros(DType.F32, 5, 3)));
    assertThat(lengths).containsOnly(Map.entry("L", 3L), Map.entry("N", 5L));
  }

  @Test
  void refusesInputsThatDoNotFit() {
    var graph = Graph.of("g", Map.of("y", Tensor.input("x", Shape.of(Dim.of(2), L.times(2)))));
    refuses(graph, Map.of(), "g: no value for the input 'x'");
    var fits = NdArray.zeros(DType.F32, 2, 4);
    refuses(graph, Map.of("x", fits, "z", fits), "g has no input 'z'; it has [x]");
    refuses(
        graph,
        Map.of("x", NdArray.zeros(DType.F32, 2, 5)),
        "g: input 'x' is F32[2, 5], expected F32[2, 2L]");
    refuses(
        graph,
        Map.of("x", NdArray.zeros(DType.I64, 2, 4)),
        "g: input 'x' is I64[2, 4], expected F32[2, 2L]");
  }

  private static void refuses(Graph graph, Map<String, NdArray> inputs, String message) {
    assertThatThrownBy(() -> graph.lengths(inputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
