package dev.aulos.engine.adapters;

import dev.aulos.engine.files.Scopes;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A model's weights with adapters on them, one after another: each sees what those before it made.
///
/// A changed parameter is computed when first asked for, and kept.
public final class AdapterStack {
  private final Weights base;
  private final List<AdapterLayer> layers;
  private final Map<Change, NdArray> changed = new ConcurrentHashMap<>();

  /// A parameter, and the numbers of the layers that change it.
  private record Change(String path, List<Integer> active) {}

  private AdapterStack(Weights base, List<AdapterLayer> layers) {
    this.base = base;
    this.layers = List.copyOf(layers);
  }

  /// Adapters on a model's untouched weights, in order.
  public static AdapterStack of(Weights base, List<AdapterLayer> layers) {
    return new AdapterStack(base, layers);
  }

  /// The weights at a noise level. Parameters outside the diffusion network are the same at all.
  public Weights at(double level) {
    return new AdaptedWeights(this, level, true);
  }

  /// The weights at a noise level, computed whenever asked for, to be written somewhere.
  Weights passing(double level) {
    return new AdaptedWeights(this, level, false);
  }

  /// Equal where the diffusion network's weights are, among stacks on the same base; empty where
  /// they are the base's own.
  public List<Object> networkAt(double level) {
    return identity(level, Scopes.TRANSFORMER.toString());
  }

  /// Equal where the weights under a prefix are that no noise level changes, among stacks on the
  /// same base; empty where they are the base's own.
  public List<Object> below(String prefix) {
    return identity(0, prefix);
  }

  private List<Object> identity(double level, String prefix) {
    var identity = new ArrayList<Object>();
    for (var layer : layers) {
      boolean reaches =
          layer.adapter().paths().stream()
              .anyMatch(path -> path.startsWith(prefix) && layer.reaches(path, level));
      if (reaches) {
        identity.add(layer.identity());
      }
    }
    return identity;
  }

  /// Whether the diffusion network's weights depend on the noise level.
  public boolean dependsOnLevel() {
    return layers.stream().anyMatch(AdapterLayer::comesAndGoes);
  }

  /// The parameters that any layer changes at any level.
  Set<String> paths() {
    var paths = new LinkedHashSet<String>();
    for (var layer : layers) {
      layer.adapter().paths().stream().filter(layer::reaches).forEach(paths::add);
    }
    return paths;
  }

  Weights base() {
    return base;
  }

  List<AdapterLayer> layers() {
    return layers;
  }

  boolean changes(String path, double level) {
    return layers.stream().anyMatch(layer -> layer.reaches(path, level));
  }

  /// A parameter at a noise level, in its stored type.
  NdArray get(String path, double level, boolean keep) {
    var active = new ArrayList<Integer>();
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).reaches(path, level)) {
        active.add(i);
      }
    }
    if (active.isEmpty()) {
      return base.get(path);
    }
    var change = new Change(path, active);
    return keep ? changed.computeIfAbsent(change, this::made) : made(change);
  }

  private NdArray made(Change change) {
    var value = base.get(change.path);
    var type = value.type();
    for (int i : change.active) {
      var layer = layers.get(i);
      var adapter = layer.adapter().at(change.path).orElseThrow();
      value = Rounding.to(type, adapter.applied(WeightMatrix.of(value), layer.strength()).values());
    }
    return value;
  }
}
