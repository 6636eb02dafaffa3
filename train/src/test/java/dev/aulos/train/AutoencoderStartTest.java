package dev.aulos.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.models.config.Section;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.same.SameConfig;
import dev.aulos.models.same.SameDecoder;
import dev.aulos.models.same.SameEncoder;
import dev.aulos.onnx.OrtBackend;
import dev.aulos.weights.WeightViews;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AutoencoderStartTest {
  private static final int FRAMES = 64;

  private static SameConfig config() {
    var side =
        """
        {"type": "same", "config": {"%s_channels": 128, "channels": 64, "c_mults": [1],
         "strides": [4], "latent_dim": 16, "transformer_depths": [1], "dim_heads": 16,
         "differential": false, "dyt": false, "shortcut": true, "variable_stride": true,
         "sliding_window": [1, 1]}}
        """;
    var json =
        """
        {"encoder": %s, "decoder": %s,
         "bottleneck": {"type": "softnorm", "config": {"dim": 16, "auto_scale": true}},
         "pretransform": {"type": "patched", "config": {"patch_size": 64, "channels": 2}},
         "latent_dim": 16, "downsampling_ratio": 256, "io_channels": 2}
        """
            .formatted(side.formatted("in"), side.formatted("out"));
    return SameConfig.of(Section.of("model", JsonParser.parseString(json)), false);
  }

  /// Untrained, with shortcuts, the codec keeps the lowest frequencies, phase and all.
  @Test
  void isALowPassCodecOfStereoSamples() {
    var scope = Scope.root();
    var settings =
        AutoencoderRecipe.settings(
            new SameNetworks(config(), scope, Tiny.plain(0.05)), 44_100, 1, FRAMES, false);
    var backend = new OrtBackend();
    AutoencoderTask.Crops none = (step, i, samples, into) -> {};
    var length = FRAMES * config().hop();
    var sound = NdArray.zeros(DType.F32, 1, 2, length);
    for (int i = 0; i < 2 * length; i++) {
      sound.floats().put(i, (float) (0.5 * Math.sin(2 * Math.PI * 220 * (i % length) / 44_100)));
    }
    try (var task = new AutoencoderTask(backend, settings, none, Optional.empty(), 7)) {
      var weights = WeightViews.of(task.start().values());
      var encoder = backend.compile(SameEncoder.of(scope, config()).graph(Probe.NONE), weights);
      var decoder = backend.compile(SameDecoder.of(scope, config()).graph(Probe.NONE), weights);
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
