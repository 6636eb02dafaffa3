package dev.aulos.recipe;

import dev.aulos.graph.Weights;
import dev.aulos.nano.Nano;
import dev.aulos.nano.PackedWeights;
import dev.aulos.train.FlowNetworks;
import dev.aulos.weights.Safetensors;
import dev.aulos.weights.SafetensorsWriter;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// The parts that training leaves, put together to a model.
///
/// @param autoencoder weights of the autoencoder, under `pretransform.model`
/// @param scale of its latents as the transformer sees them
/// @param diffusion folder of the export of the stage that makes sound of words
/// @param text weights of the text encoder, under the names of its own file
/// @param tokenizer the vocabulary
public record Assembly(
    Path autoencoder, LatentScale scale, Path diffusion, Weights text, Path tokenizer) {
  private static final List<String> CONFIGS = List.of("model_config.json", "text/config.json");

  /// Writes the model as one folder in the official layout.
  public void write(Path folder) throws IOException {
    copyTexts(folder);
    new SafetensorsWriter().addAll(model()).write(folder.resolve("model.safetensors"));
    new SafetensorsWriter().addAll(text).write(folder.resolve("text/model.safetensors"));
  }

  /// Writes the model as the product embeds it.
  public void pack(Path folder) throws IOException {
    copyTexts(folder);
    PackedWeights.pack(model(), folder.resolve("model.safetensors"));
    PackedWeights.pack(text, folder.resolve("text/model.safetensors"));
    Nano.writeVersion(folder);
  }

  private void copyTexts(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("text"));
    for (var name : CONFIGS) {
      try (var stream = Nano.file(name)) {
        Files.write(folder.resolve(name), stream.readAllBytes());
      }
    }
    Files.copy(
        tokenizer, folder.resolve("text/tokenizer.json"), StandardCopyOption.REPLACE_EXISTING);
  }

  private Weights model() throws IOException {
    return WeightViews.union(
        scale.in(Safetensors.open(autoencoder)),
        Safetensors.open(diffusion.resolve(FlowNetworks.FILE)));
  }
}
