package dev.aulos.engine.adapters;

import dev.aulos.engine.files.Scopes;
import java.util.List;

/// One adapter of a stack, and how it acts.
///
/// @param strength what its low-rank matrices are multiplied with; at 0 it does nothing
/// @param from the lowest noise level at which it acts on the diffusion network
/// @param to the highest
/// @param disabled comma-separated parts of the names of the diffusion network's modules that it
///   leaves alone, such as `transformer.layers.[0-3], preprocess_conv`; taken in lower case
public record AdapterLayer(
    FittedAdapter adapter, double strength, double from, double to, LayerFilter disabled) {
  private static final String TRANSFORMER = Scopes.TRANSFORMER.toString();

  /// Checks the numbers.
  public AdapterLayer {
    if (!(Math.abs(strength) <= 1e6)) {
      throw new IllegalArgumentException("strength " + strength + ": expected a number");
    }
    if (!(from <= to)) {
      throw new IllegalArgumentException("interval " + from + " to " + to + ": expected from ≤ to");
    }
  }

  /// An adapter that acts on all its modules at every noise level.
  public static AdapterLayer of(FittedAdapter adapter, double strength) {
    return new AdapterLayer(adapter, strength, 0, 1, LayerFilter.NONE);
  }

  /// What makes two layers do the same wherever they are active.
  List<Object> identity() {
    return List.of(adapter.adapter().fingerprint(), strength, disabled);
  }

  /// Whether it is active at a noise level of flow models, which lie in 0…1.
  boolean isActiveAt(double level) {
    return strength != 0 && from <= level && level <= to;
  }

  /// Whether it changes the diffusion network, but not always.
  boolean comesAndGoes() {
    return strength != 0
        && (from > 0 || to < 1)
        && adapter.paths().stream().anyMatch(path -> isOfNetwork(path) && reaches(path));
  }

  /// Whether it changes a parameter when active.
  boolean reaches(String path) {
    return strength != 0
        && adapter.at(path).isPresent()
        && !(isOfNetwork(path) && disabled.disables(module(path)));
  }

  /// Whether it changes a parameter at a noise level; what is not of the diffusion network has
  /// none.
  boolean reaches(String path, double level) {
    return reaches(path) && (!isOfNetwork(path) || isActiveAt(level));
  }

  private static boolean isOfNetwork(String path) {
    return path.startsWith(TRANSFORMER);
  }

  private static String module(String path) {
    return path.substring(TRANSFORMER.length(), path.length() - ".weight".length());
  }
}
