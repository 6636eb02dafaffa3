package dev.aulos.models.same;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Graph;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Linear;
import dev.aulos.models.nn.Probe;
import java.util.LinkedHashMap;

/// Sound to latent: every group of patches is followed by a new token, which becomes the frame.
public record SameEncoder(
    SameConfig config,
    Mapping mapping,
    Tensor newTokens,
    Shortcut shortcut,
    TransformerStack stack,
    Linear projection,
    SoftNorm bottleneck) {

  /// Declares the parameters; in a full checkpoint the scope is `pretransform.model`.
  public static SameEncoder of(Scope w, SameConfig config) {
    var c = config.encoder();
    var resampling = w.at("encoder", "layers", 0);
    return new SameEncoder(
        config,
        Mapping.of(resampling.at("mapping"), c.patchChannels(), c.width(), c.mappingKernel()),
        resampling.param("new_tokens", 1, 1, c.width()),
        Shortcut.of(resampling, c, c.stride() * c.width(), c.width()),
        TransformerStack.of(resampling, c),
        Linear.of(w.at("encoder", "layers", 2), c.width(), c.latentChannels()),
        SoftNorm.of(w.at("bottleneck"), c.latentChannels()));
  }

  /// The graph of one item.
  public Graph graph(Probe probe) {
    return graph(1, probe);
  }

  /// The graph of some items, none of which sees another: `sound` (items, audioChannels,
  /// frames·hop) → `latents` (items, latentChannels, frames), where frames is a whole number
  /// `units` of the neighbourhood's granularity. If the model has noise on new tokens, it is given
  /// as the standard normal `token_noise` (items·frames, 1, width).
  public Graph graph(int items, Probe probe) {
    var c = config.encoder();
    var frames = Dim.symbol("units").times(c.neighbourhood().granularity());
    var sound =
        Tensor.input(
            "sound",
            Shape.of(Dim.of(items), Dim.of(config.audioChannels()), frames.times(config.hop())));
    var token = newTokens;
    if (c.maskNoise() > 0) {
      var shape = Shape.of(frames.times(items), Dim.of(1), Dim.of(c.width()));
      token = newTokens.add(Tensor.input("token_noise", shape).mul(c.maskNoise()));
    }
    var outputs = new LinkedHashMap<String, Tensor>();
    outputs.put("latents", apply(sound, token, probe));
    return Graph.of("same encoder", outputs);
  }

  private Tensor apply(Tensor sound, Tensor token, Probe probe) {
    var c = config.encoder();
    var items = sound.dim(0);
    var frames = sound.dim(2).floorDiv(config.hop());
    var rows = frames.times(items);
    var width = Dim.of(c.width());
    var patches = new Patches(config.audioChannels(), config.patch()).of(sound);
    probe.see("patched", patches.transpose(0, 2, 1));
    var mapped = mapping.apply(patches); // (items, frames·stride, d)
    probe.see("mapped", mapped.transpose(0, 2, 1));
    var groups = mapped.reshape(Shape.of(rows, Dim.of(c.stride()), width));
    var all = mapped.reshape(Shape.of(rows, Dim.of((long) c.stride() * c.width())));
    var fresh = shortcut.add(token.expand(Shape.of(rows, Dim.of(1), width)), all);
    var tokens =
        Tensor.concat(1, groups, fresh).reshape(Shape.of(items, frames.times(c.group()), width));
    probe.see("tokens_in", tokens);
    var kept =
        stack
            .apply(tokens, probe)
            .reshape(Shape.of(rows, Dim.of(c.group()), width))
            .slice(1, c.stride(), c.group())
            .reshape(Shape.of(items, frames, width));
    probe.see("kept_tokens", kept.transpose(0, 2, 1));
    var raw = projection.apply(kept).transpose(0, 2, 1); // (items, latentChannels, frames)
    probe.see("latent_raw", raw);
    return bottleneck.encode(raw);
  }
}
