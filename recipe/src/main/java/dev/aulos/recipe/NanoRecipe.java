package dev.aulos.recipe;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.engine.conditioning.T5GemmaFiles;
import dev.aulos.engine.conditioning.T5GemmaTokenEncoder;
import dev.aulos.engine.conditioning.TextEncoder;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.Autoencoder;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.same.SameConfig;
import dev.aulos.models.t5gemma.T5GemmaConfig;
import dev.aulos.nano.Nano;
import dev.aulos.recipe.sound.SoundWorld;
import dev.aulos.text.Tokenizer;
import dev.aulos.train.AdamW;
import dev.aulos.train.AutoencoderRecipe;
import dev.aulos.train.AutoencoderTask;
import dev.aulos.train.FlowBatches;
import dev.aulos.train.FlowGuidance;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.FlowTask;
import dev.aulos.train.GuidanceTask;
import dev.aulos.train.Initialization;
import dev.aulos.train.LearningRate;
import dev.aulos.train.Parameters;
import dev.aulos.train.SameNetworks;
import dev.aulos.train.TextRows;
import dev.aulos.train.TrainingRun;
import dev.aulos.train.loss.TimestepSampler;
import dev.aulos.train.text.BytePairs;
import dev.aulos.weights.Safetensors;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/// How the embedded model is trained, from nothing, in stages.
public final class NanoRecipe {
  private static final long SEED = 2026;
  private static final SameNetworks.Training AUTOENCODER =
      new SameNetworks.Training(AutoencoderRecipe.LATENT_NOISE, false, false);
  private static final long FIRST_CAPTION = 2_000_000;
  private static final FlowGuidance GUIDANCE = new FlowGuidance(3, 1);

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

  /// The network between descriptions of sound and latents.
  static SameConfig network() {
    return ((Autoencoder.Spectral) config().autoencoder().orElseThrow()).config().network();
  }

  /// The first stage: sound to latents and back.
  ///
  /// @param from values to start from
  public static AutoencoderTask autoencoder(
      Backend backend, SoundCrops crops, Optional<Weights> from) {
    var scope = Scope.root().at("pretransform", "model");
    var settings =
        new AutoencoderTask.Settings(
            new SameNetworks(network(), scope, AUTOENCODER),
            8,
            24,
            List.of(DescriptionLoss::of),
            0,
            0.01,
            false,
            Optional.empty());
    return new AutoencoderTask(backend, settings, crops, from, SEED);
  }

  /// What training had reached when the product was built, from which all stages can go on: the
  /// embedded model's weights, those of its text encoder below `text.`.
  ///
  /// @param folder where it is unpacked
  static Weights reached(Path folder) throws IOException {
    var model = Nano.folder(folder);
    return WeightViews.union(
        Safetensors.open(model.resolve("model.safetensors")),
        WeightViews.below(
            CaptionTask.TEXT, Safetensors.open(model.resolve("text/model.safetensors"))));
  }

  /// Writes the vocabulary that goes with it.
  static void writeReachedVocabulary(Path file) throws IOException {
    try (var stream = Nano.file("text/tokenizer.json")) {
      Files.copy(stream, file);
    }
  }

  /// How the first stage moves its parameters.
  public static TrainingRun.Settings autoencoderRun(long steps) {
    return AutoencoderRecipe.run(steps, 6e-4, 250);
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
    return run(steps, 100, 0.99);
  }

  private static TrainingRun.Settings run(long steps, long warmUp, double averageDecay) {
    return new TrainingRun.Settings(
        steps,
        new LearningRate(1e-3, warmUp, new LearningRate.Decline.Cosine(steps, 0.05)),
        new AdamW.Settings(0.9, 0.99, 1e-8, 0.01),
        1,
        averageDecay,
        200);
  }

  /// What the text encoder makes of captions, as the stage of captions left it: trained along with
  /// the transformer, it forgets notes and tempos long before the transformer can use them.
  ///
  /// @param known its weights, below `text.`; others are passed over
  public static TextRows texts(Backend backend, Tokenizer tokenizer, Weights known) {
    int most = config().text().maxTokens();
    var encoder = new T5GemmaTokenEncoder(backend, textConfig(), known, CaptionTask.ENCODER, most);
    return new TextRows(TextEncoder.of(encoder, T5GemmaFiles.ids(tokenizer)), most);
  }

  /// The stage that makes sound of words: text and noise to latents.
  ///
  /// @param known values to start from, of some or all parameters
  public static FlowTask flow(
      Backend backend, TextRows texts, LatentLibrary.Parted latents, Optional<Weights> known) {
    var networks = networks(texts);
    var fresh = Parameters.initial(networks.parameters(), Initialization.stableAudio3(), SEED);
    var start =
        known
            .map(values -> Parameters.copy(WeightViews.overriding(fresh, values), fresh.paths()))
            .orElse(fresh);
    return new FlowTask(backend, networks, latents.in(batches(0.1)), start);
  }

  private static FlowNetworks networks(TextRows texts) {
    var times = new TimestepSampler.LogSnr(-1.8, 1.8); // what text decides is decided near noise
    return new FlowNetworks(config(), texts, times, path -> true);
  }

  private static FlowBatches.Settings batches(double unconditional) {
    var lengths = List.of(32, 48, 72, 104, 144, 264);
    return new FlowBatches.Settings(lengths, 1024, unconditional, 0.05, SEED);
  }

  /// The last stage: what guidance adds is learned, so that a step runs the transformer once.
  ///
  /// @param model all parameters as the stage before left them
  public static GuidanceTask guidance(
      Backend backend, TextRows texts, LatentLibrary.Parted latents, Weights model) {
    var data = latents.in(batches(0.05));
    return new GuidanceTask(backend, networks(texts), data, GUIDANCE, model);
  }

  /// How the last stage moves its parameters.
  public static TrainingRun.Settings guidanceRun(long steps) {
    return new TrainingRun.Settings(
        steps,
        new LearningRate(4e-4, 50, new LearningRate.Decline.Cosine(steps, 0.05)),
        new AdamW.Settings(0.9, 0.99, 1e-8, 0),
        1,
        0.99,
        200);
  }

  /// How the stage before the last moves its parameters.
  public static TrainingRun.Settings flowRun(long steps) {
    return run(steps, 200, 0.998);
  }
}
