package dev.aulos.train.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// What a gate lets in.
///
/// @param licences which licences
/// @param keepsUncaptioned whether sounds without a caption are let in, to be learnt without
///   condition; else they are dropped
/// @param limits what the sounds must be like
/// @param sameness when two sounds count as the same; none if near-duplicates may stay
public record GatePolicy(
    LicencePolicy licences,
    boolean keepsUncaptioned,
    SoundLimits limits,
    Optional<Sameness> sameness) {
  /// Any stated licence, captions required, the usual limits, no near-duplicates.
  public static GatePolicy usual() {
    return new GatePolicy(
        LicencePolicy.stated(), false, SoundLimits.usual(), Optional.of(Sameness.usual()));
  }

  /// Reads a JSON file; what it does not say is as in [#usual]:
  ///
  /// ```json
  /// {"licences": {"allowed": ["CC0-1.0"], "forbidden": ["*-NC-*"], "missing": "drop"},
  ///  "captions": {"missing": "unconditional"},
  ///  "limits": {"min_seconds": 0.5, "max_seconds": 60, "silence_db": -60,
  ///             "max_clipped_share": 0.01},
  ///  "near_duplicates": {"drop": true, "share": 0.12, "distance_db": 3, "seconds": 3}}
  /// ```
  ///
  /// @throws DatasetException if it is broken or says anything else
  public static GatePolicy read(Path file) throws IOException {
    return GatePolicyJson.parse(file, JsonText.read(file));
  }

  /// With other licences.
  public GatePolicy withLicences(LicencePolicy licences) {
    return new GatePolicy(licences, keepsUncaptioned, limits, sameness);
  }

  /// With sounds without captions let in.
  public GatePolicy withUncaptioned() {
    return new GatePolicy(licences, true, limits, sameness);
  }

  /// With other limits.
  public GatePolicy withLimits(SoundLimits limits) {
    return new GatePolicy(licences, keepsUncaptioned, limits, sameness);
  }

  /// With near-duplicates let in.
  public GatePolicy withNearDuplicates() {
    return new GatePolicy(licences, keepsUncaptioned, limits, Optional.empty());
  }
}
