package dev.aulos.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.same.SameDecoder;
import dev.aulos.models.same.SameEncoder;
import dev.aulos.onnx.OrtBackend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatentScaleTest {
  @TempDir private Path folder;

  /// Latents change as asked, and the sound stays what it was.
  @Test
  void isUndoneByTheDecoder() throws IOException {
    var weights = NanoRecipe.reached(folder);
    var deviations = new double[64];
    var random = new Random(1);
    for (int c = 0; c < 64; c++) {
      deviations[c] = 0.2 + random.nextDouble();
    }
    var scale = new LatentScale(deviations);
    var sound = NdArray.zeros(DType.F32, 1, 1, 8 * NanoRecipe.network().hop());
    for (int i = 0; i < sound.size(); i++) {
      sound.floats().put(i, (float) random.nextGaussian());
    }
    var plain = latents(weights, sound);
    var scaled = latents(scale.in(weights), sound);
    for (int i = 0; i < 64 * 8; i++) {
      float expected = (float) (plain.floats().get(i) / deviations[i / 8]);
      assertThat(scaled.floats().get(i)).isCloseTo(expected, within(1e-4f));
    }
    assertThat(scale.of(plain.toFloats())[8]).isCloseTo(scaled.floats().get(8), within(1e-4f));
    var before = decoded(weights, plain).toFloats();
    var after = decoded(scale.in(weights), scaled).toFloats();
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isCloseTo(before[i], within(1e-4f));
    }
  }

  private static NdArray latents(Weights weights, NdArray sound) {
    var graph = SameEncoder.of(scope(), NanoRecipe.network()).graph(Probe.NONE);
    try (var encoder = new OrtBackend().compile(graph, weights)) {
      return encoder.run(Map.of("sound", sound), "latents", Cancellation.none());
    }
  }

  private static NdArray decoded(Weights weights, NdArray latents) {
    var graph = SameDecoder.of(scope(), NanoRecipe.network()).graph(Probe.NONE);
    var noise = NdArray.zeros(DType.F32, latents.shape());
    try (var decoder = new OrtBackend().compile(graph, weights)) {
      return decoder.run(Map.of("latents", latents, "noise", noise), "sound", Cancellation.none());
    }
  }

  private static Scope scope() {
    return Scope.root().at("pretransform", "model");
  }
}
