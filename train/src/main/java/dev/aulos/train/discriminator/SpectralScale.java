package dev.aulos.train.discriminator;

import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.train.loss.Stft;
import dev.aulos.train.loss.StftResolution;
import java.util.ArrayList;
import java.util.List;

/// A discriminator of complex spectra at one resolution.
record SpectralScale(Stft transform, List<SpectralConv> layers, SpectralConv post) {
  private static final float SLOPE = 0.2f;

  static SpectralScale of(Scope w, StftResolution resolution, int channels, int filters) {
    var layers = new ArrayList<SpectralConv>();
    var kernels = kernels(channels, filters);
    for (int i = 0; i + 1 < kernels.size(); i++) {
      layers.add(SpectralConv.of(w.at("convs", i, "conv"), kernels.get(i)));
    }
    var post = SpectralConv.of(w.at("conv_post", "conv"), kernels.get(kernels.size() - 1));
    return new SpectralScale(Stft.of(resolution).normalised(), layers, post);
  }

  /// The extents of every convolution, in order.
  static List<SpectralConv.Kernel> kernels(int channels, int filters) {
    return List.of(
        new SpectralConv.Kernel(2 * channels, filters, 3, 9, 1),
        new SpectralConv.Kernel(filters, filters, 3, 9, 1),
        new SpectralConv.Kernel(filters, filters, 3, 9, 2),
        new SpectralConv.Kernel(filters, filters, 3, 9, 4),
        new SpectralConv.Kernel(filters, filters, 3, 3, 1),
        new SpectralConv.Kernel(filters, 1, 3, 3, 1));
  }

  Judgement apply(Tensor x) { // (b, c, t)
    var z = image(x);
    var features = new ArrayList<Tensor>();
    for (var layer : layers) {
      var y = layer.apply(z);
      z = y.maximum(y.mul(SLOPE));
      features.add(z);
    }
    return new Judgement(post.apply(z), features);
  }

  /// Real parts of all channels, then imaginary parts: (b, frames, 2·c, bins).
  private Tensor image(Tensor x) {
    var parts = new ArrayList<Tensor>();
    var imaginary = new ArrayList<Tensor>();
    for (int c = 0; c < x.dim(1).fixed(); c++) {
      var spectrum = transform.apply(x.slice(1, c, c + 1L).reshape(Shape.of(x.dim(0), x.dim(2))));
      parts.add(asChannel(spectrum.re()));
      imaginary.add(asChannel(spectrum.im()));
    }
    parts.addAll(imaginary);
    return Tensor.concat(2, parts.toArray(Tensor[]::new));
  }

  private static Tensor asChannel(Tensor x) { // (b, frames, bins) → (b, frames, 1, bins)
    return x.reshape(x.dim(0).fixed(), x.dim(1).fixed(), 1, x.dim(2).fixed());
  }
}
