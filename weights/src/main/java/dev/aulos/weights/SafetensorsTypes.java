package dev.aulos.weights;

import dev.aulos.graph.DType;
import java.util.Map;
import java.util.Optional;

/// The element types a safetensors file may name, ours and those we only measure.
final class SafetensorsTypes {
  /// Bits per element of the types that occur but are not read.
  private static final Map<String, Integer> UNREAD =
      Map.of(
          "U16", 16, "U32", 32, "U64", 64, "C64", 64, "F8_E4M3", 8, "F8_E5M2", 8, "F8_E8M0", 8,
          "F4", 4, "F6_E2M3", 6, "F6_E3M2", 6);

  private SafetensorsTypes() {}

  /// The type of this name, if it is one of ours.
  static Optional<DType> named(String name) {
    for (var type : DType.values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /// Bits per element, if the type is known at all.
  static Optional<Integer> bits(String name) {
    return named(name)
        .map(type -> 8 * type.bytes())
        .or(() -> Optional.ofNullable(UNREAD.get(name)));
  }
}
