package dev.aulos.models.same;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.models.Autoencoder;
import dev.aulos.models.config.Section;

/// The configurations of the two published autoencoders.
final class PublishedConfigs {
  private PublishedConfigs() {}

  /// SAME-S as an autoencoder's own file has it.
  static JsonObject small() {
    return json(
        """
        {"encoder": {"type": "same", "config": {
           "in_channels": 512, "channels": 128, "latent_dim": 256, "c_mults": [6], "strides": [16],
           "transformer_depths": [6], "dim_heads": 64, "differential": true, "dyt": true,
           "variable_stride": true, "chunk_size": 32, "chunk_midpoint_shift": true,
           "conv_mapping": false, "mask_noise": 0.0, "mapping_style": "conv", "use_flash": true,
           "checkpointing": true, "freeze_backbone": false}},
         "decoder": {"type": "same", "config": {
           "out_channels": 512, "channels": 128, "latent_dim": 256, "c_mults": [6],
           "strides": [16], "transformer_depths": [6], "dim_heads": 64, "differential": true,
           "dyt": true, "variable_stride": true, "chunk_size": 32, "chunk_midpoint_shift": true,
           "conv_mapping": true, "sinusoidal_blocks": [0], "mask_noise": 0.01, "use_flash": true}},
         "bottleneck": {"type": "softnorm", "config": {"dim": 256, "auto_scale": true,
           "freeze": true, "noise_augment_dim": 0, "noise_regularize": true}},
         "pretransform": {"type": "patched", "config": {"patch_size": 256, "channels": 2}},
         "latent_dim": 256, "downsampling_ratio": 4096, "io_channels": 2}
        """);
  }

  /// SAME-L as the file of a diffusion model has it, below `model.pretransform`.
  static JsonObject largePretransform() {
    return json(
        """
        {"type": "autoencoder", "chunked": true, "iterate_batch": false, "scale": 1.0, "config":
        {"encoder": {"type": "taae_v2", "config": {
           "in_channels": 512, "channels": 256, "latent_dim": 256, "c_mults": [6], "strides": [16],
           "transformer_depths": [12], "dim_heads": 64, "differential": true,
           "variable_stride": true, "sliding_window": [1, 1], "mask_noise": 0.001,
           "conformer": false, "layer_scale": false, "conv_bias": true, "use_snake": true,
           "use_dilated_conv": true, "enable_inner_layer_dropout": false}},
         "decoder": {"type": "taae_v2", "config": {
           "out_channels": 512, "channels": 256, "latent_dim": 256, "c_mults": [6],
           "strides": [16], "transformer_depths": [12], "dim_heads": 64, "differential": true,
           "variable_stride": true, "sliding_window": [1, 1], "sinusoidal_blocks": [8],
           "mask_noise": 0.1, "conformer": false, "layer_scale": false}},
         "bottleneck": {"type": "softnorm", "config": {"dim": 256, "auto_scale": true,
           "freeze": true, "noise_augment_dim": 0, "noise_regularize": true}},
         "pretransform": {"type": "patched", "config": {"patch_size": 256, "channels": 2}},
         "latent_dim": 256, "downsampling_ratio": 4096, "io_channels": 2}}
        """);
  }

  static SameConfig smallConfig() {
    return SameConfig.of(Section.of("model", small()), false);
  }

  static SameConfig largeConfig() {
    var section = Section.of("pretransform", largePretransform());
    return ((Autoencoder.Same) Autoencoder.pretransform(section)).config();
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
