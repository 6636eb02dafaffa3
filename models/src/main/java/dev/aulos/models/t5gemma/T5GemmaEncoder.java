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
    outputs.put("rows", apply(Tensor.input("vectors", shape), longest, probe));
    return Graph.of("t5gemma", outputs);
  }

  private Tensor apply(Tensor vectors, int longest, Probe probe) {
    var n = vectors.dim(1);
    var positions = Positions.of(n, config);
    var window = longest - 1 > config.window() ? Optional.of(window(n)) : Optional.<Tensor>empty();
    var h = vectors.mul((float) Math.sqrt(config.width())); // (b, n, width)
    probe.see("embed_scaled", h);
    for (int i = 0; i < blocks.size(); i++) {
      var bias = config.sliding().get(i) ? window : Optional.<Tensor>empty();
      h = blocks.get(i).apply(h, positions, bias, probe);
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
