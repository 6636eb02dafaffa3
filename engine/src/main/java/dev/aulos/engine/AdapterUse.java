package dev.aulos.engine;

import dev.aulos.engine.adapters.LayerFilter;
import java.nio.file.Path;
import java.util.Optional;

/// An adapter (LoRA and its kin) and how it is to act.
///
/// @param file safetensors, or what `torch.save` wrote
/// @param fingerprint what the file must have, if it is to be a certain one
/// @param strength −10 to 10; 0 is without it, 1 as it was trained. Kinds that rescale (DoRA, BoRA)
///   do so in full at every strength but 0
/// @param from lowest noise level at which it acts on the diffusion network, 0 to 1
/// @param to highest noise level at which it acts on the diffusion network, 0 to 1
/// @param without parts of the names of the diffusion network's modules that it leaves alone,
///   between commas: `transformer.layers.[0-3], preprocess_conv`
public record AdapterUse(
    Path file,
    Optional<String> fingerprint,
    double strength,
    double from,
    double to,
    String without) {
  /// The largest strength, and the smallest when negative.
  public static final double MAX_STRENGTH = 10;

  /// Checks the ranges.
  public AdapterUse {
    if (file.getFileName() == null) {
      throw new RequestException("adapter '" + file + "' is no file");
    }
    Range.check("adapter strength", strength, -MAX_STRENGTH, MAX_STRENGTH);
    Range.check("adapter interval start", from, 0, 1);
    Range.check("adapter interval end", to, 0, 1);
    if (from > to) {
      throw new RequestException("adapter interval " + from + " to " + to + ": expected from ≤ to");
    }
    filter(without);
  }

  /// As it was trained.
  public static AdapterUse of(Path file) {
    return new AdapterUse(file, Optional.empty(), 1, 0, 1, "");
  }

  /// This, at a strength.
  public AdapterUse withStrength(double value) {
    return new AdapterUse(file, fingerprint, value, from, to, without);
  }

  /// This, on the diffusion network only between two noise levels.
  public AdapterUse within(double least, double most) {
    return new AdapterUse(file, fingerprint, strength, least, most, without);
  }

  /// This, leaving modules alone.
  public AdapterUse without(String modules) {
    return new AdapterUse(file, fingerprint, strength, from, to, modules);
  }

  /// This, from another place.
  public AdapterUse withFile(Path place) {
    return new AdapterUse(place, fingerprint, strength, from, to, without);
  }

  /// This, if the file is the one with a fingerprint.
  public AdapterUse withFingerprint(String value) {
    return new AdapterUse(file, Optional.of(value), strength, from, to, without);
  }

  LayerFilter filter() {
    return filter(without);
  }

  private static LayerFilter filter(String text) {
    try {
      return LayerFilter.of(text);
    } catch (IllegalArgumentException e) {
      throw new RequestException("adapter without '" + text + "': " + e.getMessage());
    }
  }
}
