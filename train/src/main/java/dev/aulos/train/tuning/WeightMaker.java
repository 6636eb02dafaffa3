package dev.aulos.train.tuning;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Executable;
import dev.aulos.graph.Gradients;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.weights.WeightViews;
import java.util.LinkedHashMap;
import java.util.Map;

/// [EffectiveWeight] and its gradients, ready to run for weights of one size.
final class WeightMaker implements AutoCloseable {
  private static final String RESULT = "result";
  private static final String SLOPE = "slope";

  private final Executable forward;
  private final Executable backward;

  private WeightMaker(Executable forward, Executable backward) {
    this.forward = forward;
    this.backward = backward;
  }

  static WeightMaker of(Backend backend, Adaptation adaptation, int rows, int columns) {
    var weight = EffectiveWeight.of(adaptation, rows, columns);
    var none = WeightViews.of(Map.of());
    var forward = backend.compile(Graph.of("weight", Map.of(RESULT, weight.result())), none);
    return new WeightMaker(forward, backend.compile(gradients(weight, rows, columns), none));
  }

  /// The gradients of ⟨weight, slope⟩, which are those of the loss where `slope` is the loss's
  /// gradient of the weight.
  private static Graph gradients(EffectiveWeight weight, int rows, int columns) {
    var slope = Tensor.input(SLOPE, Shape.of(rows, columns));
    var product = weight.result().mul(slope).reshape((long) rows * columns).sum(0);
    var all = Gradients.of(product.reshape(1), weight.factors().values());
    var outputs = new LinkedHashMap<String, Tensor>();
    weight
        .factors()
        .forEach((key, factor) -> {
          var gradient = all.get(factor);
          if (gradient == null) {
            throw new IllegalStateException("the weight does not depend on " + key);
          }
          outputs.put(key, gradient);
        });
    return Graph.of("weight-gradients", outputs);
  }

  /// Writes the adapted weight.
  ///
  /// @param factors by their names in files
  /// @param result (rows, columns)
  void weight(
      AdaptedModule module,
      Map<String, NdArray> factors,
      NdArray result,
      Cancellation cancellation) {
    forward.run(given(forward, module, factors), Map.of(RESULT, result), cancellation);
  }

  /// Writes the factors' gradients.
  ///
  /// @param slope the loss's gradient of the weight, (rows, columns)
  void gradients(
      AdaptedModule module,
      Map<String, NdArray> factors,
      NdArray slope,
      Map<String, NdArray> results,
      Cancellation cancellation) {
    var given = given(backward, module, factors);
    given.put(SLOPE, slope);
    backward.run(given, results, cancellation);
  }

  /// What a computation asks for: the gradients of plain forms need no weight.
  private static Map<String, NdArray> given(
      Executable executable, AdaptedModule module, Map<String, NdArray> factors) {
    var given = new LinkedHashMap<>(factors);
    given.put(EffectiveWeight.WEIGHT, module.weight());
    module
        .vectors()
        .ifPresent(vectors -> {
          given.put(EffectiveWeight.U, vectors.u());
          given.put(EffectiveWeight.V, vectors.v());
        });
    given.keySet().retainAll(executable.graph().inputs().keySet());
    return given;
  }

  @Override
  public void close() {
    forward.close();
    backward.close();
  }
}
