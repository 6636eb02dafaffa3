package dev.aulos.recipe;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Weights;
import dev.aulos.text.Tokenizer;
import dev.aulos.text.Tokenizers;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.StageWatcher;
import dev.aulos.train.TrainingRun;
import dev.aulos.train.TrainingTask;
import dev.aulos.train.data.Digest;
import dev.aulos.weights.Safetensors;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The training of the embedded model in a folder, stage after stage. What is there already is gone
/// on from, so that it can be stopped and resumed at any time. What rests on the autoencoder is
/// kept under its hash: when that is trained further, latents and flow begin anew.
///
/// @param folder where all of it is kept
/// @param backend what computes
/// @param plan how much of everything
public record NanoTraining(Path folder, Backend backend, Plan plan) {
  private static final long FIRST_CROP = 1_000_000;
  private static final int HASH_LETTERS = 12;

  /// How much of everything.
  ///
  /// @param fromNothing whether it starts anew, not from what comes with the product
  /// @param autoencoderSteps steps of the stage that learns sound
  /// @param captionSteps steps of the stage that learns words, if it starts anew
  /// @param sounds whose latents the last two stages are trained on
  /// @param flowSteps steps of the stage that makes sound of words
  /// @param guidanceSteps steps of the last stage, which learns to do without guidance
  public record Plan(
      boolean fromNothing,
      long autoencoderSteps,
      long captionSteps,
      int sounds,
      long flowSteps,
      long guidanceSteps) {}

  /// Trains and assembles the model.
  ///
  /// @return the folder of the model
  /// @throws java.util.concurrent.CancellationException if cancelled; what was reached is kept
  public Path train(StageWatcher watcher, Cancellation cancellation) throws IOException {
    var vocabulary = vocabulary();
    var tokenizer = Tokenizers.read(vocabulary);
    Optional<Weights> reached =
        plan.fromNothing
            ? Optional.empty()
            : Optional.of(NanoRecipe.reached(folder.resolve("start")));
    var known = reached.isPresent() ? reached.get() : captions(tokenizer, watcher, cancellation);
    var autoencoder = autoencoder(reached, watcher, cancellation);
    var hash = Digest.of(autoencoder).substring(0, HASH_LETTERS);
    var library = library(autoencoder, hash, watcher, cancellation);
    var scale = library.scale();
    var flow = folder.resolve("flow").resolve(hash);
    var latents = library.scaled(scale);
    var direct = folder.resolve("guidance").resolve(hash);
    Path flowing;
    Path guided;
    try (var texts = NanoRecipe.texts(backend, tokenizer, known)) {
      try (var task = NanoRecipe.flow(backend, texts, latents, reached)) {
        var settings = NanoRecipe.flowRun(plan.flowSteps);
        flowing = run(flow, task, settings, "flow", watcher, cancellation);
      }
      var base = Safetensors.open(flowing.resolve(FlowNetworks.FILE));
      try (var task = NanoRecipe.guidance(backend, texts, latents, base)) {
        var settings = NanoRecipe.guidanceRun(plan.guidanceSteps);
        guided = run(direct, task, settings, "guidance", watcher, cancellation);
      }
    }
    var model = folder.resolve("model");
    var text = WeightViews.prefixed(known, CaptionTask.TEXT);
    new Assembly(autoencoder, scale, guided, text, vocabulary).write(model);
    return model;
  }

  private Weights captions(Tokenizer tokenizer, StageWatcher watcher, Cancellation cancellation)
      throws IOException {
    var place = folder.resolve("captions");
    try (var task = NanoRecipe.captions(backend, tokenizer)) {
      var settings = NanoRecipe.captionRun(plan.captionSteps);
      var made = run(place, task, settings, "captions", watcher, cancellation);
      return Safetensors.open(made.resolve("text.safetensors"));
    }
  }

  private Path autoencoder(Optional<Weights> from, StageWatcher watcher, Cancellation cancellation)
      throws IOException {
    var place = folder.resolve("autoencoder");
    try (var crops = new SoundCrops(FIRST_CROP, 1, 256);
        var task = NanoRecipe.autoencoder(backend, crops, from)) {
      var settings = NanoRecipe.autoencoderRun(plan.autoencoderSteps);
      var made = run(place, task, settings, "autoencoder", watcher, cancellation);
      return made.resolve("model.safetensors");
    }
  }

  /// @return the folder of what it makes
  private static Path run(
      Path place,
      TrainingTask task,
      TrainingRun.Settings settings,
      String stage,
      StageWatcher watcher,
      Cancellation cancellation)
      throws IOException {
    var run = TrainingRun.open(place, task, settings);
    run.train(step -> watcher.at(stage, step, settings.steps()), cancellation);
    return run.result();
  }

  private LatentLibrary library(
      Path autoencoder, String hash, StageWatcher watcher, Cancellation cancellation)
      throws IOException {
    return LatentLibrary.fill(
        folder.resolve("latents").resolve(hash),
        NanoRecipe.network(),
        Safetensors.open(autoencoder),
        backend,
        0,
        plan.sounds,
        done -> {
          cancellation.check();
          watcher.at("latents", done, plan.sounds);
        });
  }

  private Path vocabulary() throws IOException {
    var file = folder.resolve("tokenizer.json");
    Files.createDirectories(folder);
    if (!Files.isRegularFile(file) && plan.fromNothing) {
      Files.writeString(file, NanoRecipe.vocabulary().toString());
    } else if (!Files.isRegularFile(file)) {
      NanoRecipe.writeReachedVocabulary(file);
    }
    return file;
  }
}
