package dev.aulos.train.tuning;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.aulos.graph.Weights;
import dev.aulos.models.Objective;
import dev.aulos.weights.SafetensorsWriter;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;

/// A model with some weights trained further, as a folder that opens by itself.
///
/// @param base what it was
/// @param objective what it is now
public record TunedModel(BaseModel base, Objective objective) {
  /// Writes the folder: every tensor of the base's file, those of `moved` in their place; the
  /// configuration with the objective; and the text encoder, which is copied once.
  ///
  /// @param moved under the names of the base's file; others are passed over
  public void write(Weights moved, Path folder) throws IOException {
    Files.createDirectories(folder);
    copyText(folder.resolve(base.config().text().encoder()));
    var json = base.files().json().deepCopy().getAsJsonObject();
    diffusion(json).addProperty("diffusion_objective", objective.key());
    if (objective != base.config().objective()) {
      json.remove("sampling"); // was said of the base
    }
    var config = new GsonBuilder().setPrettyPrinting().create().toJson(json);
    Files.writeString(folder.resolve("model_config.json"), config);
    var all = WeightViews.overriding(base.weights(), moved);
    var writer = new SafetensorsWriter();
    for (var path : base.weights().paths()) {
      writer.add(path, all.get(path));
    }
    writer.write(folder.resolve("model.safetensors"));
  }

  private static JsonObject diffusion(JsonObject config) {
    return config.getAsJsonObject("model").getAsJsonObject("diffusion");
  }

  private void copyText(Path place) throws IOException {
    List<Path> files;
    try (var listed = Files.list(base.textFolder())) {
      files = listed.filter(Files::isRegularFile).collect(Collectors.toList());
    }
    Files.createDirectories(place);
    for (var file : files) {
      var copy = place.resolve(file.getFileName());
      if (!Files.exists(copy)) {
        var draft = place.resolve(file.getFileName() + ".part");
        Files.copy(file, draft, StandardCopyOption.REPLACE_EXISTING);
        Files.move(draft, copy, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }
}
