package dev.aulos.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The extents of a [Tensor], outermost first. A record of [Dim]s, so lengths may be symbolic.
public record Shape(List<Dim> dims) {
  /// A shape from its extents.
  public Shape {
    dims = List.copyOf(dims);
  }

  /// A shape of fixed extents.
  public static Shape of(long... dims) {
    return new Shape(Arrays.stream(dims).mapToObj(Dim::of).collect(Collectors.toList()));
  }

  /// A shape of fixed or symbolic extents.
  public static Shape of(Dim... dims) {
    return new Shape(List.of(dims));
  }

  /// The number of axes.
  public int rank() {
    return dims.size();
  }

  /// One extent; negative axes count from the end.
  public Dim dim(int axis) {
    return dims.get(axis(axis));
  }

  /// The axis counted from the front.
  ///
  /// @throws IllegalArgumentException if there is no such axis
  public int axis(int axis) {
    int front = axis < 0 ? rank() + axis : axis;
    if (front < 0 || front >= rank()) {
      throw new IllegalArgumentException("no axis " + axis + " in " + this);
    }
    return front;
  }

  /// The same shape with one extent replaced.
  public Shape with(int axis, Dim dim) {
    var copy = new ArrayList<>(dims);
    copy.set(axis(axis), dim);
    return new Shape(copy);
  }

  /// Whether every extent is fixed.
  public boolean isFixed() {
    return dims.stream().allMatch(Dim::isFixed);
  }

  /// The extents under the given lengths.
  public long[] at(Map<String, Long> lengths) {
    return dims.stream().mapToLong(d -> d.at(lengths)).toArray();
  }

  /// The extents of a fixed shape.
  public long[] fixed() {
    return dims.stream().mapToLong(Dim::fixed).toArray();
  }

  /// The shape two operands broadcast to: axes align at the end, an extent of 1 stretches.
  ///
  /// @throws IllegalArgumentException if they do not
  static Shape broadcast(Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    var dims = new ArrayList<Dim>(rank);
    for (int i = rank; i > 0; i--) {
      Dim da = i <= a.rank() ? a.dim(-i) : Dim.of(1);
      Dim db = i <= b.rank() ? b.dim(-i) : Dim.of(1);
      if (!da.equals(db) && !da.equals(Dim.of(1)) && !db.equals(Dim.of(1))) {
        throw new IllegalArgumentException("shapes " + a + " and " + b + " do not broadcast");
      }
      dims.add(da.equals(Dim.of(1)) ? db : da);
    }
    return new Shape(dims);
  }

  @Override
  public String toString() {
    return dims.toString();
  }
}
