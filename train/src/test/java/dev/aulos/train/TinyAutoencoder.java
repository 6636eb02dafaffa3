package dev.aulos.train;

import com.google.gson.JsonParser;
import dev.aulos.models.config.Section;
import dev.aulos.models.same.SameConfig;

/// A small autoencoder of stereo samples, 256 of them a frame.
final class TinyAutoencoder {
  private TinyAutoencoder() {}

  static SameConfig config() {
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
}
