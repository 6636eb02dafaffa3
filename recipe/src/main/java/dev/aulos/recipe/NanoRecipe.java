package dev.aulos.recipe;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.Autoencoder;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.t5gemma.T5GemmaConfig;
import dev.aulos.nano.Nano;
import dev.aulos.nano.PackedWeights;
import dev.aulos.recipe.sound.SoundWorld;
import dev.aulos.text.Tokenizer;
import dev.aulos.train.AdamW;
import dev.aulos.train.AutoencoderTask;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.FlowTask;
import dev.aulos.train.Initialization;
import dev.aulos.train.Latents;
import dev.aulos.train.LearningRate;
import dev.aulos.train.Parameters;
import dev.aulos.train.TrainingRun;
import dev.aulos.train.loss.MagnitudeLoss;
import dev.aulos.train.loss.Stft;
import dev.aulos.train.loss.StftResolution;
import dev.aulos.train.loss.TimestepSampler;
import dev.aulos.train.text.BytePairs;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;

/// How the embedded model is trained, from nothing, in stages.
public final class NanoRecipe {
  private static final int SAMPLE_RATE = 44_100;
  private static final long SEED = 2026;
  private static final long FIRST_CAPTION = 2_000_000;

  private NanoRecipe() {}

  /// The sizes of all networks.
  public static ModelConfig.TextToAudio config() {
    return (ModelConfig.TextToAudio) ModelConfig.of(json("model_config.json"));
  }

  private static JsonElement json(String name) {
    try (var reader = new InputStreamReader(Nano.file(name), StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The first stage: sound to latents and back.
  ///
  /// @param from values to start from
  public static AutoencoderTask autoencoder(
      Backend backend, SoundCrops crops, Optional<Weights> from) {
    var same = (Autoencoder.Same) config().autoencoder().orElseThrow();
    var settings =
        new AutoencoderTask.Settings(
            same.config(),
            Scope.root().at("pretransform", "model"),
            8,
            32,
            List.of(losses(2048, 512, 128), losses(1024, 256, 64)),
            1,
            0.01,
            0.05,
            false,
            Optional.empty());
    return new AutoencoderTask(backend, settings, crops, from, SEED);
  }

  /// Half-overlapping windows, and the widest for low frequencies only: half the cost.
  private static AutoencoderTask.SpectralLoss losses(int... sizes) {
    var transforms = new ArrayList<Stft>();
    for (int size : sizes) {
      var stft = Stft.of(new StftResolution(size, size / 2, size)).normalised();
      transforms.add(size >= 1024 ? stft.upTo(8_000, SAMPLE_RATE) : stft);
    }
    return new MagnitudeLoss(transforms, 1e-6, 1)::of;
  }

  /// Writes what the first stage had reached when the product was built, from which it can go on:
  /// 900 steps.
  static void writeReached(Path file) throws IOException {
    var name = "autoencoder.safetensors";
    try (var stream = Objects.requireNonNull(NanoRecipe.class.getResourceAsStream(name), name)) {
      PackedWeights.unpack(stream, file);
    }
  }

  /// How the first stage moves its parameters.
  public static TrainingRun.Settings autoencoderRun(long steps) {
    return new TrainingRun.Settings(
        steps,
        new LearningRate(6e-4, 100, new LearningRate.Decline.Cosine(steps, 0.05)),
        new AdamW.Settings(0.9, 0.99, 1e-8, 0.01),
        1,
        0.998,
        250);
  }

  /// The vocabulary, learned from the captions of many sounds.
  public static JsonObject vocabulary() {
    var captions = LongStream.range(0, 40_000).mapToObj(seed -> SoundWorld.caption(seed).text());
    return BytePairs.learn(captions.toList(), textConfig().vocabulary());
  }

  /// The sizes of the text encoder.
  public static T5GemmaConfig textConfig() {
    return T5GemmaConfig.of(json("text/config.json"));
  }

  /// The stage that learns words: captions to what they claim.
  public static CaptionTask captions(Backend backend, Tokenizer tokenizer) {
    return new CaptionTask(
        backend, textConfig(), tokenizer, 32, config().text().maxTokens(), FIRST_CAPTION, SEED);
  }

  /// How that stage moves its parameters.
  public static TrainingRun.Settings captionRun(long steps) {
    return new TrainingRun.Settings(
        steps,
        new LearningRate(1e-3, 100, new LearningRate.Decline.Cosine(steps, 0.05)),
        new AdamW.Settings(0.9, 0.99, 1e-8, 0.01),
        1,
        0.99,
        200);
  }

  /// The last stage: text and noise to latents.
  ///
  /// @param text values of the text encoder to start from
  public static FlowTask flow(
      Backend backend, Tokenizer tokenizer, Latents latents, Optional<Weights> text) {
    FlowNetworks.Tokens tokens =
        (caption, most) -> {
          var ids = tokenizer.encode(caption);
          return ids.length <= most ? ids : Arrays.copyOf(ids, most);
        };
    var times = new TimestepSampler.LogitNormal();
    var networks = new FlowNetworks(config(), textConfig(), tokens, times, path -> true);
    var fresh = Parameters.initial(networks.parameters(), Initialization.stableAudio3(), SEED);
    var start =
        text.map(known -> Parameters.copy(WeightViews.overriding(fresh, known), fresh.paths()))
            .orElse(fresh);
    var settings =
        new FlowTask.Settings(List.of(48, 96, 144, 208, 288, 528), 1536, 0.1, 0.15, SEED);
    return new FlowTask(backend, networks, settings, latents, start);
  }

  /// How the last stage moves its parameters.
  public static TrainingRun.Settings flowRun(long steps) {
    return new TrainingRun.Settings(
        steps,
        new LearningRate(1e-3, 200, new LearningRate.Decline.Cosine(steps, 0.05)),
        new AdamW.Settings(0.9, 0.99, 1e-8, 0.01),
        1,
        0.998,
        200);
  }
}
