package dev.aulos.models.t5gemma;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Graph;
import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.nn.RmsNorm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The whole encoder after the look-up of token vectors: blocks with rotary positions, final norm.
public record T5GemmaEncoder(
    T5GemmaConfig config, Tensor table, List<Block> blocks, RmsNorm finalNorm) {
  /// The most negative finite F32: what a masked score is lowered by.
  private static final float MASKED = -Float.MAX_VALUE;

  private static final float FAR_BELOW = 1e9f; // exp of its negative is 0

  /// Declares the parameters under the published names; in a full checkpoint the scope is
  /// `model.encoder`.
  public static T5GemmaEncoder of(Scope w, T5GemmaConfig config) {
    var blocks = new ArrayList<Block>();
    for (int i = 0; i < config.layers(); i++) {
      blocks.add(Block.of(w.at("layers", i), config, i));
    }
    return new T5GemmaEncoder(
        config,
        w.param("embed_tokens.weight", config.vocabulary(), config.width()),
        List.copyOf(blocks),
        OffsetNorm.of(w, "norm", config));
  }

  /// The graph: `vectors` F32 (b, n, width), the rows of the [TokenTable] → `rows` F32 (b, n,
  /// width). Every token is real: there is no mask for padding.
  ///
  /// @param longest the largest n there will be; a window that reaches as far is left out
  public Graph graph(int longest, Probe probe) {
    var shape = Shape.of(Dim.symbol("batch"), Dim.symbol("tokens"), Dim.of(config.width()));
    var outputs = new LinkedHashMap<String, Tensor>();
    var vectors = Tensor.input("vectors", shape);
    outputs.put(
        "rows", apply(vectors, new Sights(window(vectors, longest), Optional.empty()), probe));
    return Graph.of("t5gemma", outputs);
  }

  /// The same for texts of several lengths: `valid` F32 (b, n) is 1 for tokens, and 0 for padding
  /// after them, which no token sees. `rows` of padding mean nothing.
  public Graph paddedGraph(int longest, Probe probe) {
    var shape = Shape.of(Dim.symbol("batch"), Dim.symbol("tokens"), Dim.of(config.width()));
    var vectors = Tensor.input("vectors", shape);
    var valid = Tensor.input("valid", Shape.of(vectors.dim(0), vectors.dim(1)));
    var row = Shape.of(valid.dim(0), Dim.of(1), Dim.of(1), valid.dim(1));
    var unseen = valid.reshape(row).add(-1).mul(FAR_BELOW); // (b, 1, 1, n)
    var sights = new Sights(window(vectors, longest), Optional.of(unseen));
    var outputs = new LinkedHashMap<String, Tensor>();
    outputs.put("rows", apply(vectors, sights, probe));
    return Graph.of("t5gemma", outputs);
  }

  /// What is added to the scores of sliding layers, and of all.
  private record Sights(Optional<Tensor> window, Optional<Tensor> padding) {
    Optional<Tensor> bias(boolean isSliding) {
      if (!isSliding || window.isEmpty()) {
        return padding;
      }
      return padding.isEmpty() ? window : Optional.of(window.get().add(padding.get()));
    }
  }

  private Optional<Tensor> window(Tensor vectors, int longest) {
    return longest - 1 > config.window() ? Optional.of(window(vectors.dim(1))) : Optional.empty();
  }

  private Tensor apply(Tensor vectors, Sights sights, Probe probe) {
    var n = vectors.dim(1);
    var positions = Positions.of(n, config);
    var h = vectors.mul((float) Math.sqrt(config.width())); // (b, n, width)
    probe.see("embed_scaled", h);
    for (int i = 0; i < blocks.size(); i++) {
      h = blocks.get(i).apply(h, positions, sights.bias(config.sliding().get(i)), probe);
      probe.see("layer" + i, h);
    }
    return finalNorm.apply(h);
  }

  /// What lowers the scores of pairs farther apart than the window: (1, 1, n, n).
  private Tensor window(Dim n) {
    var one = Dim.of(1);
    var i = Tensor.iota(n);
    var distance = i.reshape(Shape.of(n, one)).sub(i).abs(); // (n, n)
    var beyond = Tensor.constant(config.window()).less(distance);
    return beyond.mul(MASKED).reshape(Shape.of(one, one, n, n));
  }

  /// The shape of every stored parameter by path, the table among them.
  public Map<String, long[]> shapes() {
    var shapes = new LinkedHashMap<String, long[]>();
    shapes.put(tablePath(), table.shape().fixed());
    graph(1, Probe.NONE).parameters().forEach((path, shape) -> shapes.put(path, shape.fixed()));
    return shapes;
  }

  /// Where the table of token vectors is stored.
  String tablePath() {
    return ((Op.Parameter) table.op()).path();
  }
}
