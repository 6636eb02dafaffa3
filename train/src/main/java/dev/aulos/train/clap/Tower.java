package dev.aulos.train.clap;

import dev.aulos.graph.Graph;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Linear;
import java.util.Map;

/// One side of a CLAP from its rows on: learned views of them, each a mean weighted by attention,
/// pass two layers and become a vector of length 1.
///
/// @param queries (views, width)
record Tower(Tensor queries, Linear first, Linear second) {
  private static final float UNSEEN = 1e4f;
  private static final float LEAST = 1e-6f;

  static Tower of(Scope w, int width, ClapConfig config) {
    return new Tower(
        w.param("queries", config.queries(), width),
        Linear.of(w.at("projection", 0), config.queries() * width, config.hidden()),
        Linear.of(w.at("projection", 2), config.hidden(), config.size()));
  }

  /// `rows` (b, n, width) and `valid` (b, n), 1 for rows that count → `embedding` (b, size).
  Graph graph(int b, int n) {
    var rows = Tensor.input("rows", Shape.of(b, n, queries.dim(1).fixed()));
    var valid = Tensor.input("valid", Shape.of(b, n));
    return Graph.of("tower", Map.of("embedding", apply(rows, valid)));
  }

  private Tensor apply(Tensor rows, Tensor valid) {
    long b = rows.dim(0).fixed();
    long n = rows.dim(1).fixed();
    long views = queries.dim(0).fixed();
    long width = queries.dim(1).fixed();
    var even = rows.mul(reciprocalRoot(rows.square().mean(2)));
    var unseen = valid.add(-1).mul(UNSEEN).reshape(b, 1, n);
    var shares =
        queries
            .expand(Shape.of(b, views, width))
            .matmulTransposed(even)
            .mul((float) (1 / Math.sqrt((double) width)))
            .add(unseen)
            .softmax(); // (b, views, n)
    var seen = shares.matmul(even).reshape(b, views * width);
    var vector = second.apply(first.apply(seen).relu());
    return vector.mul(reciprocalRoot(vector.square().sum(1)));
  }

  private static Tensor reciprocalRoot(Tensor x) {
    return x.add(LEAST).sqrt().reciprocal();
  }
}
