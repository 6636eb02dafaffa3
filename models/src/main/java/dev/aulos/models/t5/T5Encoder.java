package dev.aulos.models.t5;

import dev.aulos.graph.DType;
import dev.aulos.graph.Dim;
import dev.aulos.graph.Graph;
import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Linear;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.nn.RmsNorm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// The whole encoder: token embedding, blocks with relative position bias, final norm.
public record T5Encoder(
    T5Config config, Tensor embedding, Tensor positionBias, List<Block> blocks, RmsNorm finalNorm) {
  /// The most negative finite F32: what a masked score is lowered by.
  private static final float MASKED = -Float.MAX_VALUE;

  /// Declares the parameters under the published names.
  public static T5Encoder of(Scope w, T5Config config) {
    var blocks = new ArrayList<Block>();
    for (int i = 0; i < config.layers(); i++) {
      blocks.add(Block.of(w.at("encoder", "block", i, "layer"), config));
    }
    return new T5Encoder(
        config,
        w.param("shared.weight", config.vocabulary(), config.width()),
        w.at("encoder", "block", 0, "layer", 0, "SelfAttention", "relative_attention_bias")
            .param("weight", config.buckets(), config.heads()),
        List.copyOf(blocks),
        RmsNorm.of(w.at("encoder", "final_layer_norm"), config.width(), config.epsilon()));
  }

  /// The graph: `ids` I64 (b, n), `mask` F32 (b, n) with 1 on real tokens, `buckets` I64 (n, n)
  /// from [RelativePositions] → `rows` F32 (b, n, width).
  public Graph graph(Probe probe) {
    var b = Dim.symbol("batch");
    var n = Dim.symbol("tokens");
    var ids = Tensor.input("ids", DType.I64, Shape.of(b, n));
    var mask = Tensor.input("mask", Shape.of(b, n));
    var buckets = Tensor.input("buckets", DType.I64, Shape.of(n, n));
    var outputs = new LinkedHashMap<String, Tensor>();
    outputs.put("rows", apply(ids, mask, buckets, probe));
    return Graph.of("t5", outputs);
  }

  /// Ids (b, n), mask (b, n) and buckets (n, n) → rows (b, n, width).
  public Tensor apply(Tensor ids, Tensor mask, Tensor buckets, Probe probe) {
    var h = embedding.gather(ids); // (b, n, width)
    var one = Dim.of(1);
    var masked = mask.sub(Tensor.constant(1)).mul(-MASKED);
    var bias =
        positionBias
            .gather(buckets) // (n, n, heads)
            .transpose(2, 0, 1)
            .reshape(Shape.of(one, Dim.of(config.heads()), buckets.dim(0), buckets.dim(1)))
            .add(masked.reshape(Shape.of(mask.dim(0), one, one, mask.dim(1)))); // (b, h, n, n)
    probe.see("hidden_0", h);
    for (int i = 0; i < blocks.size(); i++) {
      h = blocks.get(i).apply(h, bias);
      probe.see("hidden_" + (i + 1), h);
    }
    return finalNorm.apply(h);
  }

  /// One layer: self-attention, then feed-forward, each on the normed residual stream.
  record Block(
      RmsNorm attentionNorm,
      Linear q,
      Linear k,
      Linear v,
      Linear o,
      RmsNorm feedForwardNorm,
      Linear wi,
      Linear wo,
      int heads) {
    static Block of(Scope w, T5Config c) {
      int inner = c.heads() * c.headSize();
      var attention = w.at(0, "SelfAttention");
      var feedForward = w.at(1, "DenseReluDense");
      return new Block(
          RmsNorm.of(w.at(0, "layer_norm"), c.width(), c.epsilon()),
          Linear.withoutBias(attention.at("q"), c.width(), inner),
          Linear.withoutBias(attention.at("k"), c.width(), inner),
          Linear.withoutBias(attention.at("v"), c.width(), inner),
          Linear.withoutBias(attention.at("o"), inner, c.width()),
          RmsNorm.of(w.at(1, "layer_norm"), c.width(), c.epsilon()),
          Linear.withoutBias(feedForward.at("wi"), c.width(), c.feedForward()),
          Linear.withoutBias(feedForward.at("wo"), c.feedForward(), c.width()),
          c.heads());
    }

    Tensor apply(Tensor h, Tensor bias) { // (b, n, width)
      var x = attentionNorm.apply(h);
      var unscaled = new Op.Attention(heads, heads, 1); // T5 has no 1/√d
      var attended = Tensor.of(unscaled, q.apply(x), k.apply(x), v.apply(x), bias);
      var middle = h.add(o.apply(attended));
      return middle.add(wo.apply(wi.apply(feedForwardNorm.apply(middle)).relu()));
    }
  }
}
