package dev.aulos.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.aulos.graph.DType;
import dev.aulos.graph.Executable;
import dev.aulos.graph.Gradients;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Op;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Substitution;
import dev.aulos.graph.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradientsTest {
  private static final ReferenceBackend BACKEND = new ReferenceBackend();
  private static final double STEP = 2e-3;
  private static final Op LESS = new Op.Binary(Op.Binary.Function.LESS);

  static Stream<OpSample> samples() {
    return OpSamples.all().filter(GradientsTest::isDifferentiable);
  }

  /// Steps have no slope; of numbers that are no floats, only ids occur.
  private static boolean isDifferentiable(OpSample sample) {
    return sample.graph().output("y").type() == DType.F32
        && !sample.graph().inputs().isEmpty()
        && sample.graph().nodes().stream().allMatch(t -> t.type() == DType.F32 || isIds(t))
        && sample.graph().nodes().stream().noneMatch(t -> t.op().equals(LESS));
  }

  private static boolean isIds(Tensor tensor) {
    return tensor.type() == DType.I64 && tensor.op() instanceof Op.Input;
  }

  /// The slope of the loss along a random direction, by the gradients and by central differences,
  /// wherever these do not depend on their step.
  @ParameterizedTest
  @MethodSource("samples")
  void gradientsAreTheSlopesOfTheLoss(OpSample sample) {
    for (var run : sample.runs()) {
      var inputs = new LinkedHashMap<>(run);
      sample.weights().arrays().forEach((path, array) -> inputs.put("parameter " + path, array));
      var graph = graph(sample, run);
      inputs.keySet().retainAll(graph.inputs().keySet());
      try (var executable = BACKEND.compile(graph, new ArrayWeights(Map.of()))) {
        for (int seed = 0; seed < 2; seed++) {
          check(executable, inputs, directions(inputs, seed));
        }
      }
    }
  }

  private static void check(
      Executable executable, Map<String, NdArray> inputs, Map<String, float[]> directions) {
    var results = executable.run(inputs);
    double slope = 0;
    double size = 1e-3;
    for (var name : directions.keySet()) {
      var gradient = results.get("gradient " + name).toFloats();
      var direction = directions.get(name);
      for (int i = 0; i < gradient.length; i++) {
        slope += (double) gradient[i] * direction[i];
        size += Math.abs(gradient[i] * direction[i]);
      }
    }
    double wide = difference(executable, inputs, directions, STEP);
    double narrow = difference(executable, inputs, directions, STEP / 2);
    double rounding = Math.abs(loss(results)) * 1e-6 / STEP;
    if (Math.abs(wide - narrow) < 0.01 * size + rounding) {
      assertThat(slope).isCloseTo(narrow, offset(0.02 * size + 2 * rounding));
    } else {
      assertThat(slope).isFinite();
    }
  }

  private static double difference(
      Executable executable,
      Map<String, NdArray> inputs,
      Map<String, float[]> directions,
      double step) {
    double above = loss(executable.run(moved(inputs, directions, step)));
    double below = loss(executable.run(moved(inputs, directions, -step)));
    return (above - below) / (2 * step);
  }

  private static double loss(Map<String, NdArray> results) {
    return results.get("loss").toFloats()[0];
  }

  private static Map<String, float[]> directions(Map<String, NdArray> inputs, int seed) {
    var random = new Random(seed);
    var directions = new LinkedHashMap<String, float[]>();
    inputs.forEach((name, array) -> {
      if (array.type() == DType.F32) {
        var direction = new float[array.size()];
        for (int i = 0; i < direction.length; i++) {
          boolean isTooLarge = Math.abs(array.floats().get(i)) > 1e3; // for steps to be seen
          direction[i] = isTooLarge ? 0 : (float) random.nextGaussian();
        }
        directions.put(name, direction);
      }
    });
    return directions;
  }

  private static Map<String, NdArray> moved(
      Map<String, NdArray> inputs, Map<String, float[]> directions, double step) {
    var moved = new LinkedHashMap<>(inputs);
    directions.forEach((name, direction) -> {
      var values = inputs.get(name).toFloats();
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (step * direction[i]);
      }
      moved.put(name, NdArray.of(values, inputs.get(name).shape()));
    });
    return moved;
  }

  /// The sample's result times a wave, summed up, and the gradients for all it depends on.
  private static Graph graph(OpSample sample, Map<String, NdArray> run) {
    var inputs = new LinkedHashMap<String, Tensor>();
    sample.graph().inputs().forEach((name, input) -> inputs.put(name, input(sample, name, run)));
    var parameters = new LinkedHashMap<String, Tensor>();
    var inner =
        Substitution.of(
            sample.graph(),
            inputs,
            parameter -> {
              var path = ((Op.Parameter) parameter.op()).path();
              return parameters.computeIfAbsent(
                  path, p -> Tensor.input("parameter " + p, parameter.shape()));
            });
    var loss = wave(inner.output("y"));
    var wrt = new LinkedHashMap<String, Tensor>();
    inputs.forEach((name, tensor) -> {
      if (tensor.type() == DType.F32) {
        wrt.put(name, tensor);
      }
    });
    parameters.values().forEach(tensor -> wrt.put(((Op.Input) tensor.op()).name(), tensor));
    var gradients = Gradients.of(loss, wrt.values());
    var outputs = new LinkedHashMap<String, Tensor>();
    outputs.put("loss", loss);
    wrt.forEach((name, tensor) -> {
      assertThat(gradients.get(tensor).shape()).isEqualTo(tensor.shape());
      outputs.put("gradient " + name, gradients.get(tensor));
    });
    return Graph.of(sample.toString(), outputs);
  }

  /// Convolutions and ids need fixed lengths; the others keep theirs open.
  private static Tensor input(OpSample sample, String name, Map<String, NdArray> run) {
    var input = sample.graph().inputs().get(name);
    return switch (sample.kind()) {
      case CONV, CONV_TRANSPOSE, GATHER ->
          Tensor.input(name, input.type(), Shape.of(run.get(name).shape()));
      default -> input;
    };
  }

  private static Tensor wave(Tensor y) {
    var weighted = y;
    if (y.shape().rank() > 0) {
      weighted = y.mul(Tensor.iota(y.dim(-1)).mul(1.3f).add(0.4f).cos());
    }
    for (int axis = 0; axis < y.shape().rank(); axis++) {
      weighted = weighted.sum(axis);
    }
    return weighted;
  }

  @Test
  void recomputedGradientsAreTheSame() {
    var x = Tensor.input("x", Shape.of(3, 4));
    var w = Tensor.input("w", Shape.of(4, 4));
    var blocks = new ArrayList<Tensor>();
    var h = x;
    for (int i = 0; i < 3; i++) {
      h = h.add(h.matmul(w).silu());
      blocks.add(h);
    }
    var loss = h.square().sum(0).sum(1);
    var plain = Gradients.of(loss, List.of(x, w));
    var again = Gradients.recomputed(loss, List.of(x, w), blocks.subList(0, 2));
    var graph =
        Graph.of(
            "both",
            Map.of("a", plain.get(x), "b", again.get(x), "c", plain.get(w), "d", again.get(w)));
    var random = new Random(1);
    var inputs =
        Map.of(
            "x", NdArray.of(draw(random, 12), 3, 4),
            "w", NdArray.of(draw(random, 16), 4, 4));
    try (var executable = BACKEND.compile(graph, new ArrayWeights(Map.of()))) {
      var results = executable.run(inputs);
      assertThat(results.get("b").toFloats()).containsExactly(results.get("a").toFloats());
      assertThat(results.get("d").toFloats()).containsExactly(results.get("c").toFloats());
    }
    var kept = Graph.of("plain", Map.of("x", plain.get(x))).nodes().size();
    assertThat(Graph.of("again", Map.of("x", again.get(x))).nodes()).hasSizeGreaterThan(kept);
  }

  @Test
  void stretchesAreDoneOneAfterTheOther() {
    var x = Tensor.input("x", Shape.of(3, 4));
    var weights = new ArrayList<Tensor>();
    var blocks = new ArrayList<Tensor>();
    var inputs = new LinkedHashMap<String, NdArray>();
    var random = new Random(1);
    inputs.put("x", NdArray.of(draw(random, 12), 3, 4));
    var h = x;
    for (int i = 0; i < 3; i++) {
      weights.add(Tensor.input("w" + i, Shape.of(4, 4)));
      inputs.put("w" + i, NdArray.of(draw(random, 16), 4, 4));
      h = h.add(h.matmul(weights.get(i)).silu());
      blocks.add(h);
    }
    var loss = h.square().sum(0).sum(1);
    var plain = Gradients.of(loss, weights);
    var parted = Gradients.of(loss, weights, blocks);
    for (int i = 0; i < 2; i++) {
      var first = Graph.of("plain", Map.of("g", gradient(plain, weights.get(i)))).nodes();
      assertThat(first).doesNotContain(gradient(plain, weights.get(i + 1)));
      var waiting = Graph.of("parted", Map.of("g", gradient(parted, weights.get(i)))).nodes();
      assertThat(waiting).contains(gradient(parted, weights.get(i + 1)));
    }
    var outputs = new LinkedHashMap<String, Tensor>();
    for (int i = 0; i < 3; i++) {
      outputs.put("plain" + i, gradient(plain, weights.get(i)));
      outputs.put("parted" + i, gradient(parted, weights.get(i)));
    }
    var graph = Graph.of("both", outputs);
    try (var executable = BACKEND.compile(graph, new ArrayWeights(Map.of()))) {
      var results = executable.run(inputs);
      for (int i = 0; i < 3; i++) {
        assertThat(results.get("parted" + i).toFloats())
            .containsExactly(results.get("plain" + i).toFloats());
      }
    }
  }

  private static Tensor gradient(Map<Tensor, Tensor> gradients, Tensor of) {
    return Objects.requireNonNull(gradients.get(of));
  }

  private static float[] draw(Random random, int size) {
    var values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (0.5 * random.nextGaussian());
    }
    return values;
  }

  @Test
  void slicesSideBySideAreLaidSideBySide() {
    var x = Tensor.input("x", Shape.of(2, 6));
    var parts = x.split(3, 1);
    var loss = parts.get(0).mul(parts.get(1)).add(parts.get(2)).sum(0).sum(1);
    var gradient = Gradients.of(loss, List.of(x)).get(x);
    assertThat(gradient.op()).isInstanceOf(Op.Concat.class);
    assertThat(gradient.inputs()).hasSize(3);
  }

  @Test
  void whatTheLossDoesNotDependOnHasZeroGradient() {
    var x = Tensor.input("x", Shape.of(2));
    var other = Tensor.input("other", Shape.of(3));
    var gradient = Gradients.of(x.sum(0), List.of(other)).get(other);
    try (var executable =
        BACKEND.compile(Graph.of("zero", Map.of("g", gradient)), new ArrayWeights(Map.of()))) {
      assertThat(executable.run(Map.of()).get("g").toFloats()).containsExactly(0, 0, 0);
    }
  }

  @Test
  void aLossIsOneNumber() {
    var x = Tensor.input("x", Shape.of(2));
    assertThatThrownBy(() -> Gradients.of(x, List.of(x)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one number")
        .hasMessageContaining("[2]");
  }
}
