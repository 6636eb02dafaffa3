package dev.aulos.train;

import com.google.gson.JsonParser;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Scope;
import dev.aulos.models.Autoencoder;
import dev.aulos.models.CodecConfig;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.config.Section;
import dev.aulos.models.same.SameConfig;
import dev.aulos.train.discriminator.SpectralDiscriminator;
import dev.aulos.train.loss.AdversarialLoss;
import dev.aulos.train.loss.MagnitudeLoss;
import dev.aulos.train.loss.Stft;
import dev.aulos.train.loss.StftLoss;
import dev.aulos.train.loss.StftResolution;
import dev.aulos.train.loss.TimestepSampler;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/// Models of a few thousand parameters, and what to train them on.
final class Tiny {
  private Tiny() {}

  private static final String SIDE =
      """
      {"type": "same", "config": {"%s": 16, "channels": 16, "c_mults": [1], "strides": [2],
       "latent_dim": 4, "transformer_depths": [1], "dim_heads": 8, "differential": false,
       "dyt": false, "variable_stride": true, "sliding_window": [1, 1]}}
      """;

  static SameConfig same() {
    var json =
        """
        {"encoder": %s, "decoder": %s,
         "bottleneck": {"type": "softnorm", "config": {"dim": 4, "auto_scale": true}},
         "pretransform": {"type": "patched", "config": {"patch_size": 8, "channels": 2}},
         "latent_dim": 4, "downsampling_ratio": 16, "io_channels": 2}
        """
            .formatted(SIDE.formatted("in_channels"), SIDE.formatted("out_channels"));
    return SameConfig.of(Section.of("model", JsonParser.parseString(json)), false);
  }

  static AutoencoderTask autoencoder(Backend backend) {
    return new AutoencoderTask(backend, settings(), Tiny::crop, Optional.empty(), 7);
  }

  private static final String HALF =
      """
      {"type": "oobleck", "config": {"%s": 2, "channels": 4, "c_mults": [1, 2], "strides": [2, 4],
       "latent_dim": %d, "use_snake": true}}
      """;

  static String codecJson() {
    return """
    {"model_type": "autoencoder", "sample_rate": 44100, "audio_channels": 2,
     "sample_size": 65536, "model": {"encoder": %s, "decoder": %s,
     "bottleneck": {"type": "vae"}, "latent_dim": 3, "downsampling_ratio": 8,
     "io_channels": 2}}
    """
        .formatted(HALF.formatted("in_channels", 6), HALF.formatted("out_channels", 3));
  }

  static CodecConfig codec() {
    var codec = (ModelConfig.Codec) ModelConfig.of(JsonParser.parseString(codecJson()));
    return ((Autoencoder.Oobleck) codec.autoencoder()).config();
  }

  /// A convolutional autoencoder, with the published losses at smaller windows.
  static AutoencoderTask oobleck(Backend backend) {
    var stft = StftLoss.of(StftResolution.all(16, 8));
    return oobleck(backend, (target, made) -> stft.stereo(target, made).total(), false);
  }

  static AutoencoderTask oobleck(
      Backend backend, AutoencoderTask.SpectralLoss loss, boolean encoderFrozen) {
    var settings =
        new AutoencoderTask.Settings(
            new OobleckNetworks(codec(), Scope.root()),
            2,
            6,
            List.of(loss),
            0.5,
            1e-3,
            encoderFrozen,
            Optional.empty());
    return new AutoencoderTask(backend, settings, Tiny::crop, Optional.empty(), 7);
  }

  /// The same against a small discriminator.
  static AutoencoderTask adversarial(Backend backend) {
    return new AutoencoderTask(backend, opposed(), Tiny::crop, Optional.empty(), 7);
  }

  static AutoencoderTask.Settings opposed() {
    var config = new SpectralDiscriminator.Config(List.of(StftResolution.of(16)), 2, 4);
    var adversary =
        new Adversary(
            config,
            AdversarialLoss.HINGE,
            0.01,
            0.1,
            new LearningRate(1e-3, 0, new LearningRate.Decline.Constant()),
            new AdamW.Settings(0.8, 0.99, 1e-8, 1e-3));
    return settings().withAdversary(adversary);
  }

  static AutoencoderTask.Settings settings() {
    AutoencoderTask.SpectralLoss loss =
        new MagnitudeLoss(List.of(Stft.of(StftResolution.of(16)).normalised()), 1e-4, 1)::of;
    return new AutoencoderTask.Settings(
        new SameNetworks(same(), Scope.root().at("codec"), plain(0.05)),
        2,
        3,
        List.of(loss),
        1,
        0.1,
        false,
        Optional.empty());
  }

  /// Training that keeps weights whole and what its gradients need.
  static SameNetworks.Training plain(double latentNoise) {
    return new SameNetworks.Training(latentNoise, false, false);
  }

  static void crop(long step, int i, int samples, float[] into) {
    var random = new Random(step * 31 + i);
    double frequency = 0.05 + random.nextDouble();
    for (int t = 0; t < into.length; t++) {
      into[t] = (float) (0.5 * Math.sin(frequency * t) + 0.01 * random.nextGaussian());
    }
  }

  static ModelConfig.TextToAudio model() {
    var json =
        """
        {"model_type": "diffusion_cond_inpaint", "sample_size": 256, "sample_rate": 1000,
         "audio_channels": 2, "model": {"conditioning": {"configs": [
           {"id": "prompt", "type": "t5gemma",
            "config": {"subfolder": "text", "max_length": 5, "padding_mode": "learned"}},
           {"id": "seconds_total", "type": "number",
            "config": {"min_val": 0, "max_val": 16, "fourier_features_type": "expo"}}],
           "cond_dim": 8},
         "diffusion": {"type": "dit", "diffusion_objective": "rectified_flow",
           "cross_attention_cond_ids": ["prompt", "seconds_total"],
           "global_cond_ids": ["seconds_total"],
           "local_add_cond_ids": ["inpaint_mask", "inpaint_masked_input", "beats"],
           "distribution_shift_options": {"min_length": 256, "max_length": 4096, "type": "full"},
           "mask_padding_attention": true, "use_effective_length_for_schedule": true,
           "config": {"io_channels": 4, "embed_dim": 32, "depth": 2, "num_heads": 1,
             "cond_token_dim": 8, "global_cond_dim": 8, "local_add_cond_dim": 15,
             "transformer_type": "continuous_transformer", "global_cond_type": "adaLN",
             "norm_type": "rms_norm", "attn_kwargs": {"qk_norm": "rms"}, "ff_kwargs": {"mult": 2},
             "num_memory_tokens": 2, "timestep_features_type": "expo"}},
         "pretransform": %s, "io_channels": 4}}
        """
            .formatted(pretransform());
    return (ModelConfig.TextToAudio) ModelConfig.of(JsonParser.parseString(json));
  }

  private static String pretransform() {
    return """
    {"type": "autoencoder", "config": {"encoder": %s, "decoder": %s,
     "bottleneck": {"type": "softnorm", "config": {"dim": 4, "auto_scale": true}},
     "pretransform": {"type": "patched", "config": {"patch_size": 8, "channels": 2}},
     "latent_dim": 4, "downsampling_ratio": 16, "io_channels": 2}}
    """
        .formatted(SIDE.formatted("in_channels"), SIDE.formatted("out_channels"));
  }

  static FlowNetworks networks() {
    return new FlowNetworks(
        model(), TinyText.rows(5), new TimestepSampler.LogitNormal(), path -> true);
  }

  static FlowTask flow(Backend backend, double unconditional, double inpainting) {
    return flow(backend, Optional.empty(), unconditional, inpainting);
  }

  /// The same with sounds held out, which are those trained on.
  static FlowTask flowWithHeldOut(Backend backend, double unconditional, double inpainting) {
    return flow(backend, Optional.of(latents()), unconditional, inpainting);
  }

  private static FlowTask flow(
      Backend backend, Optional<Latents> heldOut, double unconditional, double inpainting) {
    var networks = networks();
    var start = Parameters.initial(networks.parameters(), Initialization.stableAudio3(), 3);
    var settings = new FlowBatches.Settings(List.of(4, 7), 16, unconditional, inpainting, 5);
    return new FlowTask(backend, networks, new FlowData(latents(), heldOut, settings), start);
  }

  static Latents latents() {
    return new Latents() {
      @Override
      public int size() {
        return 6;
      }

      @Override
      public int frames(int item) {
        return 2 + item;
      }

      @Override
      public float[] values(int item) {
        var random = new Random(item);
        var values = new float[4 * frames(item)];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) random.nextGaussian();
        }
        return values;
      }

      @Override
      public String caption(int item) {
        return item % 2 == 0 ? "sound".substring(0, item) : 60 + 20 * item + " bpm";
      }

      @Override
      public double seconds(int item) {
        return frames(item);
      }

      @Override
      public OptionalDouble tempo(int item) {
        return item % 3 == 1 ? OptionalDouble.of(100 + item) : OptionalDouble.empty();
      }
    };
  }

  static TrainingRun.Settings settings(long steps, long checkpointEvery) {
    return new TrainingRun.Settings(
        steps,
        new LearningRate(5e-3, 2, new LearningRate.Decline.Inverse(100, 0.5)),
        AdamW.Settings.defaults(),
        1,
        0.9,
        checkpointEvery);
  }
}
