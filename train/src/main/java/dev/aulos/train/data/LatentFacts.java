package dev.aulos.train.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/// What the file beside a latent says.
///
/// @param secondsStart where the latent starts in its sound
/// @param secondsTotal the sound's length
/// @param soundFrames the frames that hold some of the sound: up to the last 1 of `padding_mask`;
///   `Integer.MAX_VALUE`, which is all, if there is none
record LatentFacts(Facts facts, double secondsStart, double secondsTotal, int soundFrames) {
  static LatentFacts read(Path latent) throws IOException {
    var file = FolderListing.beside(latent, ".json");
    if (!Files.isRegularFile(file)) {
      throw new DatasetException(
          latent, "has no " + file.getFileName() + " beside it; make both by pre-encode");
    }
    var object = JsonText.read(file);
    double total = number(file, object, "seconds_total");
    double start = object.has("seconds_start") ? number(file, object, "seconds_start") : 0;
    try {
      return new LatentFacts(Facts.of(object), start, total, soundFrames(file, object));
    } catch (Facts.FieldException e) {
      throw new DatasetException(file, e.fault(), e);
    }
  }

  private static double number(Path file, JsonObject object, String name) throws IOException {
    if (object.get(name) instanceof JsonPrimitive value
        && value.isNumber()
        && value.getAsDouble() >= 0) {
      return value.getAsDouble();
    }
    throw new DatasetException(
        file,
        "'"
            + name
            + "' is "
            + (object.has(name) ? object.get(name) : "missing")
            + ", expected a number of seconds");
  }

  private static int soundFrames(Path file, JsonObject object) throws IOException {
    if (!object.has("padding_mask")) {
      return Integer.MAX_VALUE;
    }
    if (!(object.get("padding_mask") instanceof JsonArray mask)) {
      throw badMask(file);
    }
    var sound = new BitSet();
    for (int i = 0; i < mask.size(); i++) {
      if (!(mask.get(i) instanceof JsonPrimitive value) || value.isString()) {
        throw badMask(file);
      }
      sound.set(i, value.isBoolean() ? value.getAsBoolean() : value.getAsDouble() != 0);
    }
    return sound.length();
  }

  private static DatasetException badMask(Path file) {
    return new DatasetException(file, "'padding_mask' is no list of 0 and 1");
  }
}
