package dev.aulos.train;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Executable;
import dev.aulos.graph.Gradients;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A loss and its gradients as one graph, run by a backend.
public final class TrainingStep implements AutoCloseable {
  private static final String GRADIENT = "gradient ";

  private final Executable executable;
  private final List<String> given;
  private final List<String> paths;
  private final List<String> metrics;

  private TrainingStep(
      Executable executable, List<String> given, List<String> paths, List<String> metrics) {
    this.executable = executable;
    this.given = given;
    this.paths = paths;
    this.metrics = metrics;
  }

  /// What a step computes.
  ///
  /// @param name what it is called in messages
  /// @param loss one number, which training lowers
  /// @param metrics other numbers to look at, by name
  /// @param trainable whose gradients are wanted
  /// @param recomputes whether of the forward pass only the values between layers are kept for the
  ///   gradients, which takes less memory and more time
  public record Plan(
      String name,
      Tensor loss,
      Map<String, Tensor> metrics,
      Trainable trainable,
      boolean recomputes) {
    /// One that keeps what its gradients need.
    public Plan(String name, Tensor loss, Map<String, Tensor> metrics, Trainable trainable) {
      this(name, loss, metrics, trainable, false);
    }
  }

  /// Makes the loss and the metrics ready alone, for [#measured].
  ///
  /// @param frozen values of the parameters that never change
  public static TrainingStep measure(Backend backend, Plan plan, Weights frozen) {
    var outputs = numbers(plan);
    var graph = Graph.of(plan.name, outputs);
    var given = List.copyOf(plan.trainable.inputs().keySet());
    var compiled = backend.compile(graph, frozen);
    return new TrainingStep(compiled, given, List.of(), List.copyOf(outputs.keySet()));
  }

  private static Map<String, Tensor> numbers(Plan plan) {
    var numbers = new LinkedHashMap<String, Tensor>();
    numbers.put(Curves.LOSS, plan.loss);
    numbers.putAll(plan.metrics);
    return numbers;
  }

  /// Derives the gradients and makes all of it ready.
  ///
  /// @param frozen values of the parameters that never change
  public static TrainingStep compile(Backend backend, Plan plan, Weights frozen) {
    var trained = plan.trainable.trained();
    var boundaries = plan.trainable.boundaries();
    var gradients =
        plan.recomputes
            ? Gradients.recomputed(plan.loss, trained.values(), boundaries)
            : Gradients.of(plan.loss, trained.values(), boundaries);
    var outputs = numbers(plan);
    var metrics = List.copyOf(outputs.keySet());
    trained.forEach((path, input) -> {
      var gradient = gradients.get(input);
      if (gradient != null) {
        outputs.put(GRADIENT + path, gradient);
      }
    });
    var graph = Graph.of(plan.name, outputs);
    var given = List.copyOf(plan.trainable.inputs().keySet());
    var paths = List.copyOf(trained.keySet());
    return new TrainingStep(backend.compile(graph, frozen), given, paths, metrics);
  }

  /// The paths of the parameters it has gradients of.
  public List<String> paths() {
    return paths;
  }

  /// Computes the loss and the metrics, and writes the gradients.
  ///
  /// @param data the inputs that are no parameters; those that the loss has no use for are passed
  ///   over
  /// @param gradients receives those of the step's parameters
  /// @return the numbers by name, among them `loss`
  /// @throws java.util.concurrent.CancellationException if cancelled while running
  public Map<String, Double> run(
      Map<String, NdArray> data,
      Parameters parameters,
      Parameters gradients,
      Cancellation cancellation) {
    var outputs = new LinkedHashMap<String, NdArray>();
    for (var path : paths) {
      outputs.put(GRADIENT + path, gradients.get(path));
    }
    return numbers(data, parameters, outputs, cancellation);
  }

  /// Computes the loss and the metrics of a step made to be measured.
  ///
  /// @param data the inputs that are no parameters; those that the loss has no use for are passed
  ///   over
  /// @return the numbers by name, among them `loss`
  /// @throws java.util.concurrent.CancellationException if cancelled while running
  public Map<String, Double> measured(
      Map<String, NdArray> data, Parameters parameters, Cancellation cancellation) {
    return numbers(data, parameters, Map.of(), cancellation);
  }

  private Map<String, Double> numbers(
      Map<String, NdArray> data,
      Parameters parameters,
      Map<String, NdArray> outputs,
      Cancellation cancellation) {
    var inputs = new LinkedHashMap<>(data);
    given.forEach(path -> inputs.put(Trainable.name(path), parameters.get(path)));
    inputs.keySet().retainAll(executable.graph().inputs().keySet());
    var results = executable.run(inputs, outputs, cancellation);
    var numbers = new LinkedHashMap<String, Double>();
    results.forEach((name, value) -> {
      if (metrics.contains(name)) {
        numbers.put(name, (double) value.floats().get(0));
      }
    });
    return numbers;
  }

  @Override
  public void close() {
    executable.close();
  }
}
