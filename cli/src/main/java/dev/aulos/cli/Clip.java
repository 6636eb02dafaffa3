package dev.aulos.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.aulos.engine.files.JsonFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/// One sound of a folder tree, and where its latent goes.
///
/// @param source the sound's file
/// @param name its path within the tree, with `/` between folders
/// @param target where its latent goes, without `.npy` or `.json`
record Clip(Path source, String name, Path target) {
  private static final long MAX_BYTES = 1 << 20;

  /// The file of the latent.
  Path latent() {
    return target.resolveSibling(target.getFileName() + ".npy");
  }

  /// The file of what is known of the latent.
  Path facts() {
    return target.resolveSibling(target.getFileName() + ".json");
  }

  /// What the files beside the sound say of it: the fields of a `.json` file, and as `prompt` its
  /// `prompt` or `text`, else the text of a `.txt` file.
  ///
  /// @throws IOException if such a file is there and broken
  JsonObject said() throws IOException {
    var said = new JsonObject();
    var json = beside(".json");
    if (Files.isRegularFile(json)) {
      said = object(json);
    }
    if (!said.has("prompt") && said.has("text")) {
      said.add("prompt", said.get("text"));
    }
    var text = beside(".txt");
    if (!said.has("prompt") && Files.isRegularFile(text)) {
      said.addProperty("prompt", read(text).strip());
    }
    if (said.has("prompt") && !isText(said.get("prompt"))) {
      throw new IOException(json + ": its prompt is not a text");
    }
    return said;
  }

  private static boolean isText(JsonElement value) {
    return value instanceof JsonPrimitive primitive && primitive.isString();
  }

  private static JsonObject object(Path file) throws IOException {
    requireSmall(file);
    if (JsonFile.read(file) instanceof JsonObject object) {
      return object;
    }
    throw new IOException(file + ": is no JSON object");
  }

  private static String read(Path file) throws IOException {
    requireSmall(file);
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": is not UTF-8 text", e);
    }
  }

  private static void requireSmall(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + ": is larger than " + MAX_BYTES + " bytes, expected a prompt");
    }
  }

  private Path beside(String extension) {
    return source.resolveSibling(stem(source.getFileName().toString()) + extension);
  }

  /// A file's name without its extension.
  static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }
}
