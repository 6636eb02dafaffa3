package dev.aulos.engine.adapters;

import java.util.List;
import java.util.Locale;

/// The modules that an adapter is to leave alone: parts of their names between commas, in which
/// `[a-b]` stands for each number from a to b. The text is taken in lower case, names as they are.
public final class LayerFilter {
  /// Leaves no module alone.
  public static final LayerFilter NONE = new LayerFilter("", List.of());

  private final String text;
  private final List<NamePattern> patterns;

  private LayerFilter(String text, List<NamePattern> patterns) {
    this.text = text;
    this.patterns = patterns;
  }

  /// The filter that a text is.
  ///
  /// @throws IllegalArgumentException if a range has more than 10,000 numbers
  public static LayerFilter of(String text) {
    return new LayerFilter(text, NamePattern.list(text.toLowerCase(Locale.ROOT)));
  }

  /// Whether a module, such as `transformer.layers.0.ff.ff.2`, is left alone.
  boolean disables(String module) {
    return NamePattern.anyIn(module, patterns);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LayerFilter filter && filter.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
