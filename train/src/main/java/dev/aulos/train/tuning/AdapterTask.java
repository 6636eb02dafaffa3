package dev.aulos.train.tuning;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.train.FlowData;
import dev.aulos.train.Parameters;
import dev.aulos.train.TrainingTask;
import dev.aulos.train.loss.TimestepSampler;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/// Training of an adapter beside a frozen model: the factors of its low-rank matrices, and the
/// lengths of rows and columns where its form has them.
///
/// Each step makes the adapted weights, asks [FlowTask] for the loss and the gradients of these
/// weights, and hands those on to the factors.
public final class AdapterTask implements TrainingTask {
  /// The name of the exported file.
  public static final String FILE = "adapter.safetensors";

  private final Backend backend;
  private final Adaptation adaptation;
  private final List<AdaptedModule> modules;
  private final MovedNetworks networks;
  private final Parameters slopes;
  private final Parameters start;
  private final Map<Size, WeightMaker> makers = new LinkedHashMap<>();

  private record Size(int rows, int columns) {}

  private AdapterTask(
      Backend backend, Adaptation adaptation, List<AdaptedModule> modules, MovedNetworks networks) {
    this.backend = backend;
    this.adaptation = adaptation;
    this.modules = modules;
    this.networks = networks;
    slopes = copies(networks, paths(modules));
    var factors = new LinkedHashMap<String, NdArray>();
    for (var module : modules) {
      InitialFactors.of(module, adaptation)
          .forEach((key, values) -> factors.put(module.key(key), values));
    }
    start = Parameters.copy(WeightViews.of(factors), factors.keySet());
  }

  private static Set<String> paths(List<AdaptedModule> modules) {
    var paths = new LinkedHashSet<String>();
    modules.forEach(module -> paths.add(module.path()));
    return paths;
  }

  private static Parameters copies(MovedNetworks networks, Set<String> paths) {
    var values = new LinkedHashMap<String, NdArray>();
    paths.forEach(path -> values.put(path, networks.value(path)));
    return Parameters.copy(WeightViews.of(values), paths);
  }

  /// An adapter that changes nothing yet.
  ///
  /// @param times which diffusion times training looks at
  /// @throws IllegalArgumentException if the filters are malformed or leave no module
  public static AdapterTask attach(
      Backend backend, BaseModel base, Adaptation adaptation, FlowData data, TimestepSampler times)
      throws IOException {
    var shapes = base.networks(times, path -> false).parameters();
    var modules = Attachment.modules(base.values(), shapes, adaptation);
    var networks = MovedNetworks.of(backend, base, data, times, paths(modules));
    return new AdapterTask(backend, adaptation, modules, networks);
  }

  /// The names of the adapted modules.
  public List<String> modules() {
    return modules.stream().map(AdaptedModule::name).toList();
  }

  @Override
  public Parameters start() {
    return start.copy();
  }

  @Override
  public Map<String, Double> step(
      long step, Parameters parameters, Parameters gradients, Cancellation cancellation) {
    adapt(parameters, cancellation);
    var numbers = networks.step(step, slopes, cancellation);
    for (var module : modules) {
      maker(module)
          .gradients(
              module,
              factors(module, parameters),
              matrix(module, slopes.get(module.path())),
              factors(module, gradients),
              cancellation);
    }
    return numbers;
  }

  @Override
  public OptionalDouble heldOutLoss(Parameters parameters, Cancellation cancellation) {
    adapt(parameters, cancellation);
    return networks.heldOutLoss(cancellation);
  }

  private void adapt(Parameters parameters, Cancellation cancellation) {
    for (var module : modules) {
      var result = matrix(module, networks.value(module.path()));
      maker(module).weight(module, factors(module, parameters), result, cancellation);
    }
  }

  /// The adapted weight of a path, as the last step used it.
  NdArray weight(String path) {
    return networks.value(path);
  }

  private WeightMaker maker(AdaptedModule module) {
    return makers.computeIfAbsent(
        new Size(module.rows(), module.columns()),
        size -> WeightMaker.of(backend, adaptation, size.rows, size.columns));
  }

  private Map<String, NdArray> factors(AdaptedModule module, Parameters parameters) {
    var factors = new LinkedHashMap<String, NdArray>();
    for (var key : adaptation.form().keys()) {
      factors.put(key, parameters.get(module.key(key)));
    }
    return factors;
  }

  private static NdArray matrix(AdaptedModule module, NdArray values) {
    return values.reshape(module.rows(), module.columns());
  }

  /// Writes [#FILE], as `--lora` opens it.
  @Override
  public void export(Path folder, Parameters parameters) throws IOException {
    AdapterExport.write(folder.resolve(FILE), adaptation, parameters);
  }

  @Override
  public void close() {
    networks.close();
    makers.values().forEach(WeightMaker::close);
  }
}
