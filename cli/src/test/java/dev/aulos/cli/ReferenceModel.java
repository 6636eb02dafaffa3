package dev.aulos.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.weights.Checkpoint;
import dev.aulos.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The small model of Stable Audio 3 among the engine's reference cases: all of one, in the
/// published layout, 0.929 s at once.
final class ReferenceModel {
  private static final Path CASE = Path.of("../engine/src/test/resources/golden/generation");
  private static final String CODEC = "pretransform.model.";

  private ReferenceModel() {}

  /// Writes it, its text encoder within.
  static Path in(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (var name : new String[] {"model_config.json", "model.safetensors"}) {
      Files.copy(CASE.resolve(name), folder.resolve(name));
    }
    TinyModel.copy(CASE.resolve("t5gemma-b-b-ul2"), folder.resolve("t5gemma-b-b-ul2"));
    return folder;
  }

  /// Writes its autoencoder as a model of its own.
  static Path autoencoder(Path folder) throws IOException {
    Files.createDirectories(folder);
    var whole =
        JsonParser.parseString(Files.readString(CASE.resolve("model_config.json")))
            .getAsJsonObject();
    var config = new JsonObject();
    config.addProperty("model_type", "autoencoder");
    for (var key : new String[] {"sample_size", "sample_rate", "audio_channels"}) {
      config.add(key, whole.get(key));
    }
    var codec = whole.getAsJsonObject("model").getAsJsonObject("pretransform");
    config.add("model", codec.get("config"));
    Files.writeString(folder.resolve("model_config.json"), config.toString());
    var stored = Checkpoint.open(CASE.resolve("model.safetensors"));
    var writer = new SafetensorsWriter();
    for (var path : stored.paths()) {
      if (path.startsWith(CODEC)) {
        writer.add(path.substring(CODEC.length()), stored.get(path));
      }
    }
    writer.write(folder.resolve("model.safetensors"));
    return folder;
  }
}
