package dev.aulos.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.same.SameDecoder;
import dev.aulos.models.same.SameEncoder;
import dev.aulos.onnx.OrtBackend;
import dev.aulos.weights.WeightViews;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AutoencoderStartTest {
  private static final int FRAMES = 64;

  /// Untrained, with shortcuts, the codec keeps the lowest frequencies, phase and all.
  @Test
  void isALowPassCodecOfStereoSamples() {
    var scope = Scope.root();
    var settings =
        AutoencoderRecipe.settings(TinyAutoencoder.config(), scope, 44_100, 1, FRAMES, false);
    var backend = new OrtBackend();
    AutoencoderTask.Crops none = (step, i, samples, into) -> {};
    var length = FRAMES * TinyAutoencoder.config().hop();
    var sound = NdArray.zeros(DType.F32, 1, 2, length);
    for (int i = 0; i < 2 * length; i++) {
      sound.floats().put(i, (float) (0.5 * Math.sin(2 * Math.PI * 220 * (i % length) / 44_100)));
    }
    try (var task = new AutoencoderTask(backend, settings, none, Optional.empty(), 7)) {
      var weights = WeightViews.of(task.start().values());
      var encoder =
          backend.compile(
              SameEncoder.of(scope, TinyAutoencoder.config()).graph(Probe.NONE), weights);
      var decoder =
          backend.compile(
              SameDecoder.of(scope, TinyAutoencoder.config()).graph(Probe.NONE), weights);
      try (encoder;
          decoder) {
        var latents = encoder.run(Map.of("sound", sound), "latents", Cancellation.none());
        var inputs = Map.of("latents", latents, "noise", NdArray.zeros(DType.F32, latents.shape()));
        var decoded = decoder.run(inputs, "sound", Cancellation.none());
        assertThat(missed(sound, decoded)).isLessThan(0.1);
      }
    }
  }

  private static double missed(NdArray sound, NdArray decoded) {
    double missed = 0;
    double all = 0;
    for (int i = 0; i < sound.size(); i++) {
      double difference = decoded.floats().get(i) - sound.floats().get(i);
      missed += difference * difference;
      all += sound.floats().get(i) * sound.floats().get(i);
    }
    return missed / all;
  }
}
