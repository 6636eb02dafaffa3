package dev.aulos.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.aulos.audio.AudioFiles;
import dev.aulos.audio.Pcm;
import dev.aulos.engine.BrokenOutputException;
import dev.aulos.engine.LatentCodec;
import dev.aulos.engine.RequestException;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/// Encodes clips, one at a time, and writes what is known of each beside its latent. What is there
/// already, of the same file by the same autoencoder, stays.
final class PreEncoding {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private final LatentCodec codec;
  private final OptionalLong seed;
  private final Cancellation cancellation;

  /// @param seed to draw latents with; without it the most likely ones are taken
  PreEncoding(LatentCodec codec, OptionalLong seed, Cancellation cancellation) {
    this.codec = codec;
    this.seed = seed;
    this.cancellation = cancellation;
  }

  /// A clip that cannot be encoded.
  static final class ClipException extends Exception {
    private static final long serialVersionUID = 1L;

    private ClipException(Exception cause) {
      super(Main.firstLine(cause.getMessage()), cause);
    }
  }

  /// Encodes a clip unless that is done already.
  ///
  /// @return whether it was encoded now
  /// @throws ClipException if the clip, or what is beside it, cannot be read or encoded
  /// @throws IOException if the result cannot be written
  boolean encode(Clip clip) throws ClipException, IOException {
    JsonObject facts;
    NdArray latent;
    try {
      facts = before(clip);
      if (isDone(clip, facts)) {
        return false;
      }
      var sound = AudioFiles.read(clip.source());
      latent = latent(sound, clip);
      complete(facts, sound, latent);
    } catch (IOException | RequestException | BrokenOutputException e) {
      throw new ClipException(e);
    }
    Files.createDirectories(Objects.requireNonNull(clip.target().toAbsolutePath().getParent()));
    Files.deleteIfExists(clip.facts()); // which say that the latent is whole
    LatentFile.write(clip.latent(), latent);
    LatentFile.write(clip.facts(), GSON.toJson(facts) + "\n");
    return true;
  }

  private NdArray latent(Pcm sound, Clip clip) {
    if (seed.isEmpty()) {
      return codec.encode(sound, cancellation);
    }
    var name = new CRC32(); // another draw for each clip, whichever are encoded before it
    name.update(clip.name().getBytes(StandardCharsets.UTF_8));
    long own = (seed.getAsLong() + name.getValue()) & 0xffff_ffffL;
    return codec.encode(sound, own, cancellation);
  }

  /// What is known before the clip is read.
  private JsonObject before(Clip clip) throws IOException {
    var facts = clip.said();
    facts.addProperty("path", clip.source().toAbsolutePath().normalize().toString());
    facts.addProperty("relpath", clip.name());
    facts.addProperty("source_bytes", Files.size(clip.source()));
    facts.addProperty(
        "source_modified", Files.getLastModifiedTime(clip.source()).toInstant().toString());
    facts.addProperty("autoencoder", codec.info().fingerprint());
    seed.ifPresent(value -> facts.addProperty("encoder_seed", value));
    return facts;
  }

  private void complete(JsonObject facts, Pcm sound, NdArray latent) {
    facts.addProperty("sample_rate", codec.info().sampleRate());
    facts.addProperty("seconds_start", 0);
    facts.addProperty("seconds_total", sound.durationSeconds());
    var mask = new JsonArray();
    for (int i = 0; i < latent.dim(1); i++) {
      mask.add(1); // every frame has some of the sound
    }
    facts.add("padding_mask", mask);
  }

  /// Whether the clip was encoded from the same file, with the same things said of it, so.
  private boolean isDone(Clip clip, JsonObject expected) throws IOException {
    if (!Files.isRegularFile(clip.latent()) || !Files.isRegularFile(clip.facts())) {
      return false;
    }
    JsonElement stored;
    try {
      stored = JsonParser.parseString(Files.readString(clip.facts()));
    } catch (JsonParseException e) {
      return false;
    }
    if (!(stored instanceof JsonObject facts) || facts.has("encoder_seed") != seed.isPresent()) {
      return false;
    }
    return expected.entrySet().stream()
        .allMatch(entry ->
            entry.getKey().equals("path") || entry.getValue().equals(facts.get(entry.getKey())));
  }
}
