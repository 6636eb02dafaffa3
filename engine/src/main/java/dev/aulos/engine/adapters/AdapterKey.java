package dev.aulos.engine.adapters;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the name of a stored tensor says.
///
/// @param module whose weight it is for
/// @param factor which of that weight's factors it is
/// @param layout whose names these are
record AdapterKey(String module, Factor factor, Layout layout) {
  /// How files name their tensors.
  enum Layout {
    /// `<module>.parametrizations.weight.0.<factor>`
    OFFICIAL,
    /// `base_model.model.<module>.<factor>.weight`, the factor's own name maybe followed by that of
    /// the adapter
    PEFT
  }

  private static final Pattern OFFICIAL =
      Pattern.compile("(.+)\\.parametrizations\\.weight\\.0\\.([A-Za-z_]+)");
  private static final Pattern PEFT =
      Pattern.compile(
          "(?:base_model\\.model\\.)?(.+)\\.(lora_A|lora_B|lora_magnitude_vector)"
              + "(?:\\.(?!weight$)[^.]+)?(?:\\.weight)?");
  private static final Map<String, Factor> PEFT_FACTORS =
      Map.of("lora_A", Factor.A, "lora_B", Factor.B, "lora_magnitude_vector", Factor.MAGNITUDE);

  /// What a name says, if it is one.
  static Optional<AdapterKey> of(String name) {
    var official = OFFICIAL.matcher(name);
    if (official.matches()) {
      return Factor.of(official.group(2))
          .map(factor -> new AdapterKey(official.group(1), factor, Layout.OFFICIAL));
    }
    var peft = PEFT.matcher(name);
    if (peft.matches()) {
      var factor = Objects.requireNonNull(PEFT_FACTORS.get(peft.group(2)));
      return Optional.of(new AdapterKey(peft.group(1), factor, Layout.PEFT));
    }
    return Optional.empty();
  }
}
