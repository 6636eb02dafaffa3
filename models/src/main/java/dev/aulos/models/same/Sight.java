package dev.aulos.models.same;

import dev.aulos.graph.DType;
import dev.aulos.graph.Dim;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import java.util.Optional;

/// Which keys each query meets.
sealed interface Sight {
  /// Queries (b, n, d), arranged for attention.
  Tensor queries(Tensor q);

  /// Keys or values (b, n, d), arranged for attention.
  Tensor keys(Tensor k);

  /// What is added to the scores, if anything.
  Optional<Tensor> bias();

  /// All that lie in the same row of the batch.
  record Row() implements Sight {
    @Override
    public Tensor queries(Tensor q) {
      return q;
    }

    @Override
    public Tensor keys(Tensor k) {
      return k;
    }

    @Override
    public Optional<Tensor> bias() {
      return Optional.empty();
    }
  }

  /// Those from `before·group` places before the query to `after·group` places after it, on
  /// sequences (b, groups·group, d).
  ///
  /// Each group of queries meets its own group of keys and the `before` and `after` groups beside
  /// it; the bias shuts out those beyond the window and beyond the sequence's ends.
  record Window(int group, int before, int after, Optional<Tensor> bias) implements Sight {
    private static final float SHUT = -1e30f;

    static Window over(Dim b, Dim groups, int group, int before, int after) {
      var open = new Window(group, before, after, Optional.empty());
      var rows = groups.times(b);
      var ones = Tensor.iota(rows.times(group)).mul(0).add(1);
      var inside =
          open.keys(ones.reshape(Shape.of(b, groups.times(group), Dim.of(1))))
              .reshape(Shape.of(rows, Dim.of(1), Dim.of(1), Dim.of(open.span())));
      var shut = Tensor.constant(1).sub(inside).mul(SHUT).add(Tensor.constant(open.band()));
      return new Window(group, before, after, Optional.of(shut)); // (b·groups, 1, group, span)
    }

    private int span() {
      return (before + 1 + after) * group;
    }

    /// (group, span): 0 in the window, [#SHUT] outside.
    private NdArray band() {
      var band = NdArray.zeros(DType.F32, group, span());
      var values = band.floats();
      for (int i = 0; i < group; i++) {
        for (int j = 0; j < span(); j++) {
          int distance = j - before * group - i;
          boolean isOpen = -before * group <= distance && distance <= after * group;
          values.put(isOpen ? 0 : SHUT);
        }
      }
      return band;
    }

    @Override
    public Tensor queries(Tensor q) {
      return grouped(q);
    }

    @Override
    public Tensor keys(Tensor k) {
      var padded = k.pad(1, (long) before * group, (long) after * group);
      var neighbours = new Tensor[before + 1 + after];
      for (int i = 0; i < neighbours.length; i++) {
        var start = Dim.of((long) i * group);
        neighbours[i] = grouped(padded.slice(1, start, start.plus(k.dim(1))));
      }
      return Tensor.concat(1, neighbours); // (b·groups, span, d)
    }

    private Tensor grouped(Tensor x) { // (b, groups·group, d) → (b·groups, group, d)
      var rows = x.dim(1).floorDiv(group).times(x.dim(0));
      return x.reshape(Shape.of(rows, Dim.of(group), x.dim(2)));
    }
  }
}
