package dev.aulos.cli;

import dev.aulos.cli.bench.GemmRate;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.onnx.OrtBackend;
import dev.aulos.weights.WeightViews;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Whether ONNX Runtime computes here, and how fast.
final class Arithmetic {
  private static final float[] PRODUCT = {19, 22, 43, 50};

  private Arithmetic() {}

  static List<Finding> findings() {
    var findings = new ArrayList<Finding>();
    try {
      var backend = new OrtBackend();
      var product = product(backend);
      if (!Arrays.equals(product, PRODUCT)) {
        var found = backend.name() + " computes " + Arrays.toString(product) + ", expected ";
        return List.of(Finding.fail("arithmetic", found + Arrays.toString(PRODUCT)));
      }
      findings.add(Finding.ok("arithmetic", backend.name() + ", a product of matrices is right"));
      findings.add(
          Finding.ok(
              "speed",
              String.format(
                  Locale.ROOT,
                  "%.0f GFLOP/s in products of matrices",
                  GemmRate.measure(backend) / 1e9)));
    } catch (LinkageError | IllegalStateException e) {
      findings.add(
          Finding.fail(
              "arithmetic",
              "ONNX Runtime cannot be loaded ("
                  + Main.firstLine(Main.rootMessage(e))
                  + "); it needs glibc 2.28 or newer on Linux, and a folder for its library: "
                  + "AULOS_JAVA_OPTS=-Djava.io.tmpdir=FOLDER names one that is not 'noexec'"));
    }
    return findings;
  }

  private static float[] product(Backend backend) {
    var x = Tensor.input("x", Shape.of(2, 2));
    var y = Tensor.input("y", Shape.of(2, 2));
    var graph = Graph.of("product", Map.of("z", x.matmul(y)));
    var inputs =
        Map.of(
            "x", NdArray.of(new float[] {1, 2, 3, 4}, 2, 2),
            "y", NdArray.of(new float[] {5, 6, 7, 8}, 2, 2));
    try (var executable = backend.compile(graph, WeightViews.of(Map.of()))) {
      return executable.run(inputs, "z", Cancellation.none()).toFloats();
    }
  }
}
