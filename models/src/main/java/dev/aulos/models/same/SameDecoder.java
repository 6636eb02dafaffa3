package dev.aulos.models.same;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Graph;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Linear;
import dev.aulos.models.nn.Probe;
import java.util.LinkedHashMap;

/// Latent to sound: every frame is followed by `stride` new tokens, which become its patches.
public record SameDecoder(
    SameConfig config,
    SoftNorm bottleneck,
    Linear projection,
    Tensor newTokens,
    Shortcut shortcut,
    TransformerStack stack,
    Mapping mapping) {

  /// Declares the parameters; in a full checkpoint the scope is `pretransform.model`.
  public static SameDecoder of(Scope w, SameConfig config) {
    var c = config.decoder();
    var resampling = w.at("decoder", "layers", 3);
    return new SameDecoder(
        config,
        SoftNorm.of(w.at("bottleneck"), c.latentChannels()),
        Linear.of(w.at("decoder", "layers", 1), c.latentChannels(), c.width()),
        resampling.param("new_tokens", 1, 1, c.width()),
        Shortcut.of(resampling, c, c.width(), c.stride() * c.width()),
        TransformerStack.of(resampling, c),
        Mapping.of(resampling.at("mapping"), c.width(), c.patchChannels(), c.mappingKernel()));
  }

  /// The graph of one item.
  public Graph graph(Probe probe) {
    return graph(1, probe);
  }

  /// The graph of some items, none of which sees another: `latents` (items, latentChannels, frames)
  /// → `sound` (items, audioChannels, frames·hop), where frames is a whole number `units` of the
  /// neighbourhood's granularity.
  ///
  /// `noise`, of the shape of `latents`, and, if the model has noise on new tokens, `token_noise`
  /// (items·frames, stride, width) are standard normal, or zeros for none. If the granularity is
  /// above 1, `given` (1) is the number of frames that are real; the others only fill up.
  public Graph graph(int items, Probe probe) {
    var c = config.decoder();
    var frames = Dim.symbol("units").times(c.neighbourhood().granularity());
    var shape = Shape.of(Dim.of(items), Dim.of(config.latentChannels()), frames);
    var latents = bottleneck.decode(Tensor.input("latents", shape), Tensor.input("noise", shape));
    probe.see("bottleneck_out", latents);
    var x = projection.apply(latents.transpose(0, 2, 1)); // (items, frames, d)
    probe.see("projected", x);
    if (c.neighbourhood().granularity() > 1) {
      var isReal = Tensor.iota(frames).less(Tensor.input("given", Shape.of(1)));
      x = x.mul(isReal.reshape(Shape.of(Dim.of(1), frames, Dim.of(1))));
    }
    var rows = frames.times(items);
    var fresh = Shape.of(rows, Dim.of(c.stride()), Dim.of(c.width()));
    var tokens =
        c.maskNoise() > 0
            ? newTokens.add(Tensor.input("token_noise", fresh).mul(c.maskNoise()))
            : newTokens.expand(fresh);
    var given = shortcut.add(tokens, x.reshape(Shape.of(rows, Dim.of(c.width()))));
    var outputs = new LinkedHashMap<String, Tensor>();
    outputs.put("sound", apply(x, given, probe));
    return Graph.of("same decoder", outputs);
  }

  private Tensor apply(Tensor x, Tensor fresh, Probe probe) {
    var c = config.decoder();
    var items = x.dim(0);
    var frames = x.dim(1);
    var rows = frames.times(items);
    var width = Dim.of(c.width());
    var tokens =
        Tensor.concat(1, x.reshape(Shape.of(rows, Dim.of(1), width)), fresh)
            .reshape(Shape.of(items, frames.times(c.group()), width));
    probe.see("tokens_in", tokens);
    var kept =
        stack
            .apply(tokens, probe)
            .reshape(Shape.of(rows, Dim.of(c.group()), width))
            .slice(1, 1, c.group())
            .reshape(Shape.of(items, frames.times(c.stride()), width));
    probe.see("kept_tokens", kept.transpose(0, 2, 1));
    var patches = mapping.apply(kept); // (items, frames·stride, patchChannels)
    probe.see("patches", patches.transpose(0, 2, 1));
    return new Patches(config.audioChannels(), config.patch()).sound(patches);
  }
}
