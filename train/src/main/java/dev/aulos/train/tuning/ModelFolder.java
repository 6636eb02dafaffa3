package dev.aulos.train.tuning;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import dev.aulos.graph.Weights;
import dev.aulos.models.Conditioner;
import dev.aulos.weights.SafetensorsWriter;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;

/// A folder that a model is written to.
record ModelFolder(Path folder) {
  /// Writes the configuration, and every stored tensor, those of `moved` in their place.
  ///
  /// @param moved under the stored names; others are passed over
  void write(JsonElement config, Weights stored, Weights moved) throws IOException {
    Files.createDirectories(folder);
    var json = new GsonBuilder().setPrettyPrinting().create().toJson(config);
    Files.writeString(folder.resolve("model_config.json"), json);
    var all = WeightViews.overriding(stored, moved);
    var writer = new SafetensorsWriter();
    for (var path : stored.paths()) {
      writer.add(path, all.get(path));
    }
    writer.write(folder.resolve("model.safetensors"));
  }

  /// Copies a text encoder to where the model looks for it, once.
  void copyText(Path from, Conditioner.Text text) throws IOException {
    var place = folder.resolve(text.folder());
    List<Path> files;
    try (var listed = Files.list(from)) {
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
