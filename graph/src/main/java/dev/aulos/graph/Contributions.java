package dev.aulos.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What the uses of one value add to its gradient. Gradients of slices beside one another are laid
/// side by side rather than padded and added.
final class Contributions {
  private final List<Tensor> whole = new ArrayList<>();
  private final List<Derivative.Part> parts = new ArrayList<>();

  void add(Derivative.Part part) {
    if (part.slice().isEmpty()) {
      whole.add(part.gradient());
    } else {
      parts.add(part);
    }
  }

  /// The sum, of the value's shape.
  Tensor total(Shape shape) {
    var terms = new ArrayList<>(whole);
    var open = new ArrayList<>(parts);
    while (!open.isEmpty()) {
      terms.add(row(open, shape));
    }
    var sum = terms.get(0);
    for (var term : terms.subList(1, terms.size())) {
      sum = sum.add(term);
    }
    whole.clear();
    parts.clear();
    whole.add(sum);
    return sum;
  }

  /// Takes as many slices of one axis as do not overlap, and lays them in a row of zeros.
  private static Tensor row(List<Derivative.Part> open, Shape shape) {
    int axis = open.get(0).slice().get().axis();
    var chosen = new ArrayList<Derivative.Part>();
    if (open.stream().allMatch(Contributions::isFixed)) {
      open.sort(Comparator.comparingLong(part -> part.slice().get().start().fixed()));
      long reached = 0;
      for (var part : List.copyOf(open)) {
        var slice = part.slice().get();
        if (slice.axis() == axis && slice.start().fixed() >= reached) {
          chosen.add(part);
          reached = slice.end().fixed();
        }
      }
    } else {
      chosen.add(open.get(0));
    }
    open.removeAll(chosen);
    return laid(chosen, axis, shape);
  }

  private static boolean isFixed(Derivative.Part part) {
    return part.slice().get().start().isFixed() && part.slice().get().end().isFixed();
  }

  private static Tensor laid(List<Derivative.Part> chosen, int axis, Shape shape) {
    var row = new ArrayList<Tensor>();
    var reached = Dim.of(0);
    for (var part : chosen) {
      fill(row, shape, axis, part.slice().get().start().minus(reached));
      row.add(part.gradient());
      reached = part.slice().get().end();
    }
    fill(row, shape, axis, shape.dim(axis).minus(reached));
    return row.size() == 1 ? row.get(0) : Tensor.of(new Op.Concat(axis), row);
  }

  private static void fill(List<Tensor> row, Shape shape, int axis, Dim length) {
    if (!length.equals(Dim.of(0))) {
      row.add(Gradients.zeros(shape.with(axis, length)));
    }
  }
}
