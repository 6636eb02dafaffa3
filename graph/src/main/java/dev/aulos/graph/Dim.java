package dev.aulos.graph;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// One extent of a [Shape]: a number, or a linear expression in lengths known only at run time,
/// such as `2048·frames` or `frames + 1`.
public final class Dim {
  private final SortedMap<String, Long> terms;
  private final long constant;

  private Dim(SortedMap<String, Long> terms, long constant) {
    this.terms = terms;
    this.constant = constant;
  }

  /// A fixed extent.
  public static Dim of(long extent) {
    return new Dim(new TreeMap<>(), extent);
  }

  /// The length called `name`, given a value at run time.
  public static Dim symbol(String name) {
    var terms = new TreeMap<String, Long>();
    terms.put(name, 1L);
    return new Dim(terms, 0);
  }

  /// The sum of two extents.
  public Dim plus(Dim other) {
    var sum = new TreeMap<>(terms);
    other.terms.forEach((name, k) -> sum.merge(name, k, Math::addExact));
    sum.values().removeIf(k -> k == 0);
    return new Dim(sum, Math.addExact(constant, other.constant));
  }

  /// This extent plus a number.
  public Dim plus(long other) {
    return plus(of(other));
  }

  /// This extent minus another.
  public Dim minus(Dim other) {
    return plus(other.times(-1));
  }

  /// This extent times a number.
  public Dim times(long factor) {
    var product = new TreeMap<String, Long>();
    if (factor != 0) {
      terms.forEach((name, k) -> product.put(name, Math.multiplyExact(k, factor)));
    }
    return new Dim(product, Math.multiplyExact(constant, factor));
  }

  /// The product of two extents, at least one of them fixed.
  public Dim times(Dim other) {
    if (other.isFixed()) {
      return times(other.constant);
    }
    if (isFixed()) {
      return other.times(constant);
    }
    throw new IllegalArgumentException("product of two symbolic lengths: " + this + " · " + other);
  }

  /// This extent divided by a number and rounded down; every symbolic term must divide exactly.
  public Dim floorDiv(long divisor) {
    var quotient = new TreeMap<String, Long>();
    terms.forEach((name, k) -> {
      if (k % divisor != 0) {
        throw new IllegalArgumentException(
            this + " is not divisible by " + divisor + "; declare the length as a multiple");
      }
      quotient.put(name, k / divisor);
    });
    return new Dim(quotient, Math.floorDiv(constant, divisor));
  }

  /// Whether the extent is a plain number.
  public boolean isFixed() {
    return terms.isEmpty();
  }

  /// The number, for a fixed extent.
  public long fixed() {
    if (!isFixed()) {
      throw new IllegalStateException("the length " + this + " is known only at run time");
    }
    return constant;
  }

  /// The extent under the given lengths.
  public long at(Map<String, Long> lengths) {
    long value = constant;
    for (var term : terms.entrySet()) {
      Long length = lengths.get(term.getKey());
      if (length == null) {
        throw new IllegalArgumentException("no value for the length '" + term.getKey() + "'");
      }
      value = Math.addExact(value, Math.multiplyExact(term.getValue(), length));
    }
    return value;
  }

  /// The names of the lengths this extent depends on, and their factors.
  public Map<String, Long> terms() {
    return Collections.unmodifiableMap(terms);
  }

  /// The part that depends on no length.
  public long constant() {
    return constant;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dim that && constant == that.constant && terms.equals(that.terms);
  }

  @Override
  public int hashCode() {
    return 31 * terms.hashCode() + Long.hashCode(constant);
  }

  @Override
  public String toString() {
    if (isFixed()) {
      return Long.toString(constant);
    }
    var text = new StringBuilder();
    terms.forEach((name, k) ->
        text.append(text.length() == 0 ? "" : "+").append(k == 1 ? "" : k).append(name));
    return constant == 0 ? text.toString() : text + (constant > 0 ? "+" : "") + constant;
  }
}
