package dev.aulos.graph;

/// A place in a checkpoint's tree of names: the prefix under which a network declares its
/// parameters.
///
/// `w.at("layers", 3).param("alpha", 128)` is the parameter `layers.3.alpha` of shape [128].
public final class Scope {
  private final String prefix;

  private Scope(String prefix) {
    this.prefix = prefix;
  }

  /// The top of the tree.
  public static Scope root() {
    return new Scope("");
  }

  /// The place that `names`, joined by dots, name below this one.
  public Scope at(Object... names) {
    var text = new StringBuilder(prefix);
    for (var name : names) {
      text.append(name).append('.');
    }
    return new Scope(text.toString());
  }

  /// The F32 parameter `name` of this shape.
  public Tensor param(String name, long... shape) {
    return Tensor.parameter(prefix + name, Shape.of(shape));
  }

  @Override
  public String toString() {
    return prefix;
  }
}
