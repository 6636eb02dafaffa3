package dev.aulos.models.dit;

import dev.aulos.graph.DType;
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
import java.util.Optional;
import java.util.function.IntFunction;

/// The diffusion transformer (arXiv:2212.09748, with cross-attention). The global vector and the
/// time are a token before the frames, or modulate every block.
public final class Dit {
  private static final Dim BATCH = Dim.symbol("batch");
  private static final Dim CONTEXT = Dim.symbol("context");
  private static final Dim ROWS = Dim.symbol("rows");

  private final DitConfig config;
  private final TimestepEmbedding timestep;
  private final Projection tokens;
  private final Projection global;
  private final Linear preprocess;
  private final Linear postprocess;
  private final Linear projectIn;
  private final Linear projectOut;
  private final Tensor inverseFrequencies;
  private final Optional<Tensor> memory;
  private final Optional<Modulation.Embedder> modulation;
  private final List<DitBlock> blocks = new ArrayList<>();

  private Dit(Scope w, DitConfig c) {
    config = c;
    timestep = TimestepEmbedding.of(w, c);
    tokens = Projection.of(w.at("to_cond_embed"), c.condTokenWidth(), c.contextWidth());
    global = Projection.of(w.at("to_global_embed"), c.globalWidth(), c.width());
    preprocess = Linear.pointwise(w.at("preprocess_conv"), c.channels(), c.channels());
    postprocess = Linear.pointwise(w.at("postprocess_conv"), c.channels(), c.channels());
    var transformer = w.at("transformer");
    projectIn = Linear.withoutBias(transformer.at("project_in"), c.channels(), c.width());
    projectOut = Linear.withoutBias(transformer.at("project_out"), c.width(), c.channels());
    inverseFrequencies = transformer.at("rotary_pos_emb").param("inv_freq", c.rotaryChannels() / 2);
    memory =
        c.memoryTokens() > 0
            ? Optional.of(transformer.param("memory_tokens", c.memoryTokens(), c.width()))
            : Optional.empty();
    modulation =
        c.adaLn()
            ? Optional.of(Modulation.Embedder.of(transformer.at("global_cond_embedder"), c.width()))
            : Optional.empty();
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
  /// → `global` (b, width), and for every block `keys.i` (b, s, keyWidth) and `values.i` (b, s,
  /// contextWidth).
  ///
  /// Where the model has local conditioning, also `local` (r, localWidth), one row for each frame
  /// whose condition differs → `local.i` (r + 1, width), of which row 0 is zeros.
  public Graph conditioningGraph(Probe probe) {
    var cross = Tensor.input("cross", Shape.of(BATCH, CONTEXT, Dim.of(config.condTokenWidth())));
    var vector = Tensor.input("global", Shape.of(BATCH, Dim.of(config.globalWidth())));
    var local = Tensor.input("local", Shape.of(ROWS, Dim.of(Math.max(1, config.localWidth()))));
    var context = tokens.apply(cross);
    probe.see("cond_embed", context);
    var outputs = new LinkedHashMap<String, Tensor>();
    outputs.put("global", global.apply(vector));
    probe.see("global_embed_projected", outputs.get("global"));
    for (int i = 0; i < blocks.size(); i++) {
      var pair = blocks.get(i).crossAttention().keysAndValues(context);
      outputs.put("keys." + i, pair.keys());
      outputs.put("values." + i, pair.values());
      var name = "local." + i;
      blocks.get(i).localEmbedding().ifPresent(e -> outputs.put(name, e.table(local)));
    }
    return Graph.of("dit conditioning", outputs);
  }

  /// The graph run every step when no frame is padding.
  public Graph stepGraph(Probe probe) {
    return stepGraph(PaddingRule.NONE, probe);
  }

  /// The graph run every step: `x` (b, channels, frames), the time, and all that
  /// [#conditioningGraph] gives → `prediction` (b, channels, frames).
  ///
  /// The time is `t` (b) in [0, 1], or for models with expo features `time_features` (b, 256). The
  /// sequence has `n = memoryTokens + frames` tokens. With local conditioning, `local_rows` (b, n),
  /// I64, is the row of `local.i` that each token adds. With a padding rule, `valid` (b, n) is 1
  /// for tokens and 0 for padding.
  public Graph stepGraph(PaddingRule rule, Probe probe) {
    var x = Tensor.input("x", Shape.of(BATCH, Dim.of(config.channels()), Dim.symbol("frames")));
    var outputs = new LinkedHashMap<String, Tensor>();
    var length = x.dim(2).plus(config.tokensBefore());
    outputs.put("prediction", apply(x, prepared(length), rule, probe));
    return Graph.of("dit step", outputs);
  }

  /// The whole network as one graph, as training wants it: `x` (b, channels, frames), the time,
  /// `cross` (b, s, condTokenWidth), `global` (b, globalWidth), with local conditioning `local` (b,
  /// frames, localWidth), and with a padding rule `valid` (b, n) → `prediction` (b, channels,
  /// frames).
  public Graph wholeGraph(PaddingRule rule, Probe probe) {
    var cross = Tensor.input("cross", Shape.of(BATCH, CONTEXT, Dim.of(config.condTokenWidth())));
    var vector = Tensor.input("global", Shape.of(BATCH, Dim.of(config.globalWidth())));
    var frames = Dim.symbol("frames");
    var local = Tensor.input("local", Shape.of(BATCH, frames, Dim.of(config.localWidth())));
    var context = tokens.apply(cross);
    var x = Tensor.input("x", Shape.of(BATCH, Dim.of(config.channels()), frames));
    var given =
        new Condition(
            global.apply(vector),
            block -> blocks.get(block).crossAttention().keysAndValues(context),
            block -> blocks.get(block).localEmbedding().map(e -> atFrames(e.apply(local))));
    var outputs = new LinkedHashMap<String, Tensor>();
    outputs.put("prediction", apply(x, given, rule, probe));
    return Graph.of("dit", outputs);
  }

  private Tensor atFrames(Tensor embedded) { // (b, frames, d) → (b, n, d): zeros where no frame is
    return embedded.pad(1, config.tokensBefore(), 0);
  }

  /// What the network is told, as vectors of its own width.
  ///
  /// @param global (b, width)
  /// @param context the keys and values of each block
  /// @param local what each token of each block adds, (b, n, width)
  private record Condition(
      Tensor global,
      IntFunction<CrossAttention.KeysAndValues> context,
      IntFunction<Optional<Tensor>> local) {}

  private Condition prepared(Dim length) {
    var rows = Tensor.input("local_rows", DType.I64, Shape.of(BATCH, length));
    return new Condition(
        Tensor.input("global", Shape.of(BATCH, Dim.of(config.width()))),
        this::context,
        block -> local(block, rows));
  }

  private Tensor apply(Tensor x, Condition given, PaddingRule rule, Probe probe) {
    var vector = given.global;
    var channelsLast = x.transpose(0, 2, 1); // (b, l, c)
    var mixed = preprocess.apply(channelsLast).add(channelsLast);
    probe.see("after_preprocess", mixed);
    var audio = projectIn.apply(mixed); // (b, l, d)
    probe.see("project_in", audio);
    var condition = vector.add(timestep.apply(BATCH, probe)); // (b, d)
    probe.see("condition", condition);
    var shared = modulation.map(m -> m.apply(condition)); // (b, 6·d)
    shared.ifPresent(value -> probe.see("adaln", value));
    var h = config.adaLn() ? audio : prepended(condition, audio);
    var out = transformed(remembering(h), given, shared, rule, probe); // (b, n, d)
    int first = config.memoryTokens();
    var frames = first == 0 ? out : out.slice(1, Dim.of(first), out.dim(1));
    var y = projectOut.apply(frames);
    probe.see("transformer", y);
    var latent = config.adaLn() ? y : y.slice(1, Dim.of(1), y.dim(1)); // (b, l, c)
    return postprocess.apply(latent).add(latent).transpose(0, 2, 1); // (b, c, l)
  }

  private static Tensor prepended(Tensor token, Tensor audio) { // → (b, l + 1, d)
    return Tensor.concat(1, token.reshape(Shape.of(BATCH, Dim.of(1), audio.dim(2))), audio);
  }

  private Tensor remembering(Tensor h) { // → (b, n, d), the memory tokens first
    if (memory.isEmpty()) {
      return h;
    }
    var one = memory.get().reshape(1, config.memoryTokens(), config.width());
    return Tensor.concat(1, one.expand(one.shape().with(0, BATCH)), h);
  }

  private Tensor transformed(
      Tensor h, Condition condition, Optional<Tensor> shared, PaddingRule rule, Probe probe) {
    var length = h.dim(1);
    Optional<Tensor> valid =
        rule == PaddingRule.NONE
            ? Optional.empty()
            : Optional.of(Tensor.input("valid", Shape.of(BATCH, length)));
    var sequence = Sequence.of(length, inverseFrequencies, rule, valid);
    for (int i = 0; i < blocks.size(); i++) {
      var name = "block_" + i;
      var given = new DitBlock.Given(condition.context.apply(i), shared, condition.local.apply(i));
      h = blocks.get(i).apply(h, sequence, given, (part, v) -> probe.see(name + "_" + part, v));
      probe.see(name, h);
    }
    return h;
  }

  private CrossAttention.KeysAndValues context(int block) {
    return new CrossAttention.KeysAndValues(
        Tensor.input("keys." + block, Shape.of(BATCH, CONTEXT, Dim.of(config.keyWidth()))),
        Tensor.input("values." + block, Shape.of(BATCH, CONTEXT, Dim.of(config.contextWidth()))));
  }

  private Optional<Tensor> local(int block, Tensor rows) { // (b, n, d)
    if (config.localWidth() == 0) {
      return Optional.empty();
    }
    var shape = Shape.of(ROWS.plus(1), Dim.of(config.width()));
    return Optional.of(Tensor.input("local." + block, shape).gather(rows));
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
