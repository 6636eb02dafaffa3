package dev.aulos.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The names in a training checkpoint, taken back to those of a published one.
///
/// A training run wraps the model: `diffusion.` stands before every name, the average of the
/// weights lies beside it, and losses and discriminators come along.
final class CheckpointNames {
  /// What a prefix becomes; averages come after what they replace.
  private record Prefix(String wrapped, String flat, boolean isEma) {}

  private static final List<Prefix> PREFIXES =
      List.of(
          new Prefix("diffusion.", "", false),
          new Prefix("autoencoder.", "", false),
          new Prefix("diffusion_ema.ema_model.", "model.", true),
          new Prefix("autoencoder_ema.ema_model.", "", true));

  private final Map<String, String> sources = new LinkedHashMap<>();
  private final List<String> ignored = new ArrayList<>();
  private boolean usesEma;

  private CheckpointNames() {}

  /// The flat names of a checkpoint that has these names.
  static CheckpointNames of(Set<String> stored) {
    var names = new CheckpointNames();
    if (stored.stream().noneMatch(name -> prefixOf(name).isPresent())) {
      stored.forEach(name -> names.sources.put(name, name));
      return names;
    }
    for (boolean ema : new boolean[] {false, true}) {
      stored.forEach(name -> names.add(name, ema));
    }
    stored.stream().filter(n -> prefixOf(n).isEmpty()).forEach(names.ignored::add);
    return names;
  }

  private void add(String name, boolean ema) {
    var prefix = prefixOf(name);
    if (prefix.isPresent() && prefix.get().isEma == ema) {
      var flat = prefix.get().flat + name.substring(prefix.get().wrapped.length());
      var replaced = sources.put(flat, name);
      usesEma |= ema;
      if (replaced != null) {
        ignored.add(replaced);
      }
    }
  }

  private static Optional<Prefix> prefixOf(String name) {
    return PREFIXES.stream().filter(p -> name.startsWith(p.wrapped)).findFirst();
  }

  /// The stored name behind each flat name.
  Map<String, String> sources() {
    return sources;
  }

  /// The stored names that no flat name stands for.
  List<String> ignored() {
    return ignored;
  }

  /// Whether any weight is an exponential moving average.
  boolean usesEma() {
    return usesEma;
  }
}
