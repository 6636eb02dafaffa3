package dev.aulos.engine.adapters;

import dev.aulos.models.config.Section;
import dev.aulos.models.config.UnsupportedModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What an adapter's file says of itself in `lora_config`.
///
/// @param rank of the low-rank matrix; without it that of the stored factors
/// @param alpha the matrix is scaled by alpha ÷ rank; without it not at all
/// @param include parts of the names of the modules that are adapted; all if empty
/// @param exclude parts of the names of those that are not, whatever `include` says
record AdapterConfig(
    AdapterKind kind,
    OptionalInt rank,
    OptionalDouble alpha,
    List<NamePattern> include,
    List<NamePattern> exclude) {
  /// Of a file that says nothing: plain LoRA.
  static final AdapterConfig ABSENT =
      new AdapterConfig(
          AdapterKind.LORA, OptionalInt.empty(), OptionalDouble.empty(), List.of(), List.of());

  private static final int MAX_RANK = 1 << 16;

  /// Copies the lists.
  AdapterConfig {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  /// Reads the JSON object.
  ///
  /// @throws UnsupportedModelException if a value is not supported, or a key unknown
  static AdapterConfig of(Section s) {
    try (s) {
      s.ignore("dropout"); // of training
      return new AdapterConfig(
          AdapterKind.named(s.text("adapter_type", "lora"), s.at("adapter_type")),
          s.has("rank") ? OptionalInt.of(s.integer("rank", 1, MAX_RANK)) : OptionalInt.empty(),
          s.has("alpha") ? OptionalDouble.of(s.number("alpha")) : OptionalDouble.empty(),
          patterns(s, "include"),
          patterns(s, "exclude"));
    }
  }

  /// That of a file of the PEFT library without a configuration.
  static AdapterConfig absentOfPeft(boolean hasMagnitudes) {
    return new AdapterConfig(
        peftKind(hasMagnitudes), OptionalInt.empty(), OptionalDouble.empty(), List.of(), List.of());
  }

  private static AdapterKind peftKind(boolean hasMagnitudes) {
    return AdapterKind.named(hasMagnitudes ? "dora-rows" : "lora", "adapter_type");
  }

  /// Reads an `adapter_config.json` of the PEFT library, of which most keys are about training.
  ///
  /// @throws UnsupportedModelException if a value that changes the weights is not supported
  @SuppressWarnings("resource") // closing refuses unknown keys
  static AdapterConfig ofPeft(Section s, boolean hasMagnitudes) {
    s.only("peft_type", s.text("peft_type", "LORA").equals("LORA"), "expected \"LORA\"");
    s.only("use_dora", s.flag("use_dora", false) == hasMagnitudes, "the file's tensors differ");
    s.only("bias", s.text("bias", "none").equals("none"), "expected \"none\"");
    for (var perModule : List.of("rank_pattern", "alpha_pattern")) {
      s.only(perModule, !s.has(perModule) || s.section(perModule).isEmpty(), "expected {}");
    }
    s.only("fan_in_fan_out", !s.flag("fan_in_fan_out", false), "expected false");
    int rank = s.integer("r", 1, MAX_RANK);
    double alpha = s.number("lora_alpha", rank);
    boolean rootScaled = s.flag("use_rslora", false); // by alpha ÷ √rank
    return new AdapterConfig(
        peftKind(hasMagnitudes),
        OptionalInt.of(rank),
        OptionalDouble.of(rootScaled ? alpha * Math.sqrt(rank) : alpha),
        List.of(),
        List.of());
  }

  private static List<NamePattern> patterns(Section s, String key) {
    var patterns = new ArrayList<NamePattern>();
    for (var text : s.textsOrNone(key)) {
      try {
        patterns.add(NamePattern.of(text.strip()));
      } catch (IllegalArgumentException e) {
        throw new UnsupportedModelException(s.at(key) + ": " + e.getMessage());
      }
    }
    return patterns;
  }

  /// Whether a module is adapted.
  boolean covers(String module) {
    return (include.isEmpty() || NamePattern.anyIn(module, include))
        && !NamePattern.anyIn(module, exclude);
  }

  /// What the low-rank matrix of a module is multiplied with.
  ///
  /// @param storedRank that of the module's factors
  double scale(int storedRank) {
    return alpha.isPresent() ? alpha.getAsDouble() / rank.orElse(storedRank) : 1;
  }
}
