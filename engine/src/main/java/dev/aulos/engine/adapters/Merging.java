package dev.aulos.engine.adapters;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import dev.aulos.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Adapters made part of a checkpoint, which then needs them no more.
public final class Merging {
  private Merging() {}

  /// The weights as a generation with these layers uses them, each layer seeing what those before
  /// it made.
  ///
  /// @throws IllegalArgumentException if a layer acts at some noise levels only
  public static Weights folded(Weights base, List<AdapterLayer> layers) {
    checkAlways(layers);
    return AdapterStack.of(base, layers).passing(0);
  }

  /// The weights `W + Σ sᵢ·(fᵢ(W) − W)`: each layer sees the untouched weights at strength 1, and
  /// its strength s is the part of its change that is taken. This is how the reference merges; for
  /// plain LoRA it is the same as [#folded].
  ///
  /// @throws IllegalArgumentException if a layer acts at some noise levels only
  public static Weights blended(Weights base, List<AdapterLayer> layers) {
    checkAlways(layers);
    return new Blend(AdapterStack.of(base, layers));
  }

  private static void checkAlways(List<AdapterLayer> layers) {
    for (var layer : layers) {
      if (layer.comesAndGoes()) {
        throw new IllegalArgumentException(
            String.format(
                "%s acts from %s to %s only; a checkpoint has the same weights at every noise"
                    + " level",
                layer.adapter().adapter(), layer.from(), layer.to()));
      }
    }
  }

  /// Writes weights as one safetensors file, in their stored types.
  public static void write(Weights weights, Path file) throws IOException {
    new SafetensorsWriter().note("format", "pt").addAll(weights).write(file);
  }

  /// The sum of changes.
  private record Blend(AdapterStack stack) implements Weights {
    @Override
    public Set<String> paths() {
      return stack.base().paths();
    }

    @Override
    public NdArray get(String path) {
      var original = stack.base().get(path);
      if (!stack.changes(path, 0)) {
        return original;
      }
      var w = WeightMatrix.of(original);
      var sum = NdArray.zeros(DType.F32, original.shape());
      var out = sum.floats();
      out.put(w.values().floats());
      for (var layer : stack.layers()) {
        if (layer.reaches(path, 0)) {
          var other = layer.adapter().at(path).orElseThrow().applied(w, 1).values().floats();
          var own = w.values().floats();
          for (int i = 0; i < out.capacity(); i++) {
            double change = (double) other.get(i) - own.get(i);
            out.put(i, (float) (out.get(i) + layer.strength() * change));
          }
        }
      }
      return Rounding.to(original.type(), sum);
    }

    @Override
    public long[] shape(String path) {
      return stack.base().shape(path);
    }

    @Override
    public DType type(String path) {
      return stack.base().type(path);
    }

    @Override
    public String toString() {
      return stack.base() + " with adapters";
    }
  }
}
