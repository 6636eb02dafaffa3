package dev.aulos.models.dit;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Graph;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Linear;
import dev.aulos.models.nn.Probe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// The diffusion transformer (arXiv:2212.09748, with cross-attention and a prepended global token).
public final class Dit {
  private final DitConfig config;
  private final TimestepEmbedding timestep;
  private final Projection tokens;
  private final Projection global;
  private final Linear preprocess;
  private final Linear postprocess;
  private final Linear projectIn;
  private final Linear projectOut;
  private final Tensor inverseFrequencies;
  private final List<DitBlock> blocks = new ArrayList<>();

  private Dit(Scope w, DitConfig c) {
    config = c;
    timestep = TimestepEmbedding.of(w, c.width());
    tokens = Projection.of(w.at("to_cond_embed"), c.condTokenWidth(), c.contextWidth());
    global = Projection.of(w.at("to_global_embed"), c.globalWidth(), c.width());
    preprocess = Linear.pointwise(w.at("preprocess_conv"), c.channels(), c.channels());
    postprocess = Linear.pointwise(w.at("postprocess_conv"), c.channels(), c.channels());
    var transformer = w.at("transformer");
    projectIn = Linear.withoutBias(transformer.at("project_in"), c.channels(), c.width());
    projectOut = Linear.withoutBias(transformer.at("project_out"), c.width(), c.channels());
    inverseFrequencies = transformer.at("rotary_pos_emb").param("inv_freq", c.rotaryChannels() / 2);
    for (int i = 0; i < c.depth(); i++) {
      blocks.add(DitBlock.of(transformer.at("layers", i), c));
    }
  }

  /// Declares the parameters under the published names; in a full checkpoint the scope is
  /// `model.model`.
  public static Dit of(Scope w, DitConfig config) {
    return new Dit(w, config);
  }

  /// The sizes and variants.
  public DitConfig config() {
    return config;
  }

  /// The graph run once per conditioning: `cross` (b, s, condTokenWidth), `global` (b, globalWidth)
  /// → `global` (b, width), and `keys.i`, `values.i` (b, s, contextWidth) for every block.
  public Graph conditioningGraph(Probe probe) {
    var b = Dim.symbol("batch");
    var s = Dim.symbol("context");
    var cross = Tensor.input("cross", Shape.of(b, s, Dim.of(config.condTokenWidth())));
    var vector = Tensor.input("global", Shape.of(b, Dim.of(config.globalWidth())));
    var context = tokens.apply(cross);
    probe.see("cond_embed", context);
    var outputs = new LinkedHashMap<String, Tensor>();
    outputs.put("global", global.apply(vector));
    probe.see("global_embed_projected", outputs.get("global"));
    for (int i = 0; i < blocks.size(); i++) {
      var pair = blocks.get(i).crossAttention().keysAndValues(context);
      outputs.put("keys." + i, pair.keys());
      outputs.put("values." + i, pair.values());
    }
    return Graph.of("dit conditioning", outputs);
  }

  /// The graph run every step: `x` (b, channels, frames), `t` (b) in [0, 1], and all that
  /// [#conditioningGraph] gives → `prediction` (b, channels, frames).
  public Graph stepGraph(Probe probe) {
    var b = Dim.symbol("batch");
    var s = Dim.symbol("context");
    var frames = Dim.symbol("frames");
    var x = Tensor.input("x", Shape.of(b, Dim.of(config.channels()), frames));
    var t = Tensor.input("t", Shape.of(b));
    var vector = Tensor.input("global", Shape.of(b, Dim.of(config.width())));
    var contexts = new ArrayList<DitBlock.KeysAndValues>();
    for (int i = 0; i < blocks.size(); i++) {
      var shape = Shape.of(b, s, Dim.of(config.contextWidth()));
      contexts.add(
          new DitBlock.KeysAndValues(
              Tensor.input("keys." + i, shape), Tensor.input("values." + i, shape)));
    }
    var outputs = new LinkedHashMap<String, Tensor>();
    outputs.put("prediction", apply(x, t, vector, contexts, probe));
    return Graph.of("dit step", outputs);
  }

  private Tensor apply(
      Tensor x, Tensor t, Tensor vector, List<DitBlock.KeysAndValues> contexts, Probe probe) {
    var token = vector.add(timestep.apply(t, probe)); // (b, d)
    var channelsLast = x.transpose(0, 2, 1); // (b, l, c)
    var audio = projectIn.apply(preprocess.apply(channelsLast).add(channelsLast)); // (b, l, d)
    probe.see("project_in", audio);
    var h = Tensor.concat(1, token.reshape(Shape.of(x.dim(0), Dim.of(1), audio.dim(2))), audio);
    var length = h.dim(1); // l + 1
    var angles =
        Tensor.iota(length)
            .reshape(Shape.of(length, Dim.of(1)))
            .mul(inverseFrequencies); // (l + 1, r/2)
    var cos = angles.cos();
    var sin = angles.sin();
    for (int i = 0; i < blocks.size(); i++) {
      h = blocks.get(i).apply(h, cos, sin, contexts.get(i), "block_" + i, probe);
      probe.see("block_" + i, h);
    }
    var out = projectOut.apply(h); // (b, l + 1, c)
    probe.see("transformer", out);
    var latent = out.slice(1, Dim.of(1), length); // (b, l, c)
    return postprocess.apply(latent).add(latent).transpose(0, 2, 1); // (b, c, l)
  }

  /// Linear, SiLU, Linear, without bias.
  private record Projection(Linear in, Linear out) {
    static Projection of(Scope w, int from, int to) {
      return new Projection(
          Linear.withoutBias(w.at(0), from, to), Linear.withoutBias(w.at(2), to, to));
    }

    Tensor apply(Tensor x) {
      return out.apply(in.apply(x).silu());
    }
  }
}
