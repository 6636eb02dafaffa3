package dev.aulos.engine;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Everything that made a take, as it stands in the take's file: enough to make it again.
///
/// @param model the model's name
/// @param fingerprint of the model's weights
/// @param request with nothing left open; without the sounds it was made from, which are not
///   stored, and with the names of adapters' files, not their places
/// @param initNoiseLevel how much of a sound to start from was made new, if there was one
/// @param initMean whether that sound's most likely latent was taken
/// @param inpainted whether parts of a sound were made new
/// @param item which item of the batch
/// @param overlap how much of what there was each part of a chain was told, if it was one
public record Settings(
    String model,
    String fingerprint,
    GenerateRequest request,
    OptionalDouble initNoiseLevel,
    boolean initMean,
    boolean inpainted,
    int item,
    Optional<Duration> overlap) {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final int VERSION = 1;

  /// As one JSON object on one line.
  public String toJson() {
    var json = new JsonObject();
    json.addProperty("aulos", VERSION);
    json.addProperty("generated_by_ai", true);
    json.addProperty("model", model);
    json.addProperty("fingerprint", fingerprint);
    json.addProperty("item", item);
    var prompts = new JsonArray();
    request.prompts().forEach(p -> prompts.add(json(p)));
    json.add("prompts", prompts);
    request.seed().ifPresent(seed -> json.addProperty("seed", seed));
    var sampling = request.sampling();
    sampling.sampler().ifPresent(v -> json.addProperty("sampler", v));
    sampling.steps().ifPresent(v -> json.addProperty("steps", v));
    var guidance = sampling.guidance();
    guidance.scale().ifPresent(v -> json.addProperty("guidance_scale", v));
    json.addProperty("guidance_rescale", guidance.rescale());
    json.addProperty("guidance_from", guidance.from());
    json.addProperty("guidance_to", guidance.to());
    guidance.apg().ifPresent(v -> json.addProperty("apg", v));
    json.addProperty("guidance_norm_threshold", guidance.normThreshold());
    sampling.sigmaMin().ifPresent(v -> json.addProperty("sigma_min", v));
    sampling.sigmaMax().ifPresent(v -> json.addProperty("sigma_max", v));
    sampling.rho().ifPresent(v -> json.addProperty("rho", v));
    initNoiseLevel.ifPresent(v -> json.addProperty("init_noise_level", v));
    if (initNoiseLevel.isPresent()) {
      json.addProperty("init_mean", initMean);
    }
    json.addProperty("inpainted", inpainted);
    overlap.ifPresent(v -> json.addProperty("overlap_nanoseconds", v.toNanos()));
    json.addProperty("peaks", request.peaks().name());
    request.adapters().ifPresent(uses -> json.add("adapters", adapters(uses)));
    return GSON.toJson(json);
  }

  private static JsonArray adapters(List<AdapterUse> uses) {
    var array = new JsonArray();
    for (var use : uses) {
      var json = new JsonObject();
      json.addProperty("file", use.file().toString());
      use.fingerprint().ifPresent(v -> json.addProperty("fingerprint", v));
      json.addProperty("strength", use.strength());
      json.addProperty("from", use.from());
      json.addProperty("to", use.to());
      json.addProperty("without", use.without());
      array.add(json);
    }
    return array;
  }

  private static Optional<List<AdapterUse>> adapters(JsonObject json) {
    if (!json.has("adapters")) {
      return Optional.empty();
    }
    var uses = new ArrayList<AdapterUse>();
    for (JsonElement element : json.getAsJsonArray("adapters")) {
      var use = element.getAsJsonObject();
      uses.add(
          new AdapterUse(
              fileName(use.get("file").getAsString()),
              use.has("fingerprint")
                  ? Optional.of(use.get("fingerprint").getAsString())
                  : Optional.empty(),
              use.get("strength").getAsDouble(),
              use.get("from").getAsDouble(),
              use.get("to").getAsDouble(),
              use.get("without").getAsString()));
    }
    return Optional.of(uses);
  }

  /// The name alone: settings from elsewhere must not lead to any place.
  private static Path fileName(String text) {
    var name = Paths.get(text).getFileName();
    if (name == null) {
      throw new RequestException("settings with an adapter '" + text + "', which is no file");
    }
    return name;
  }

  private static JsonObject json(Prompt prompt) {
    var json = new JsonObject();
    json.addProperty("text", prompt.text());
    prompt.negative().ifPresent(n -> json.addProperty("negative", n));
    prompt.duration().ifPresent(d -> json.addProperty("nanoseconds", d.toNanos()));
    if (!prompt.start().isZero()) {
      json.addProperty("start_nanoseconds", prompt.start().toNanos());
    }
    prompt.tempo().ifPresent(bpm -> json.addProperty("tempo", bpm));
    return json;
  }

  /// Reads what [#toJson] wrote.
  ///
  /// @throws RequestException if it is something else
  public static Settings of(String text) {
    try {
      var json = JsonParser.parseString(text).getAsJsonObject();
      int version = json.get("aulos").getAsInt();
      if (version != VERSION) {
        throw new RequestException(
            "settings of version " + version + ": this program reads version " + VERSION);
      }
      return read(json);
    } catch (RequestException e) {
      throw e;
    } catch (JsonParseException
        | IllegalArgumentException // enum names, numbers
        | IllegalStateException
        | UnsupportedOperationException
        | NullPointerException e) { // Gson's ways to say that a value is missing or of another type
      throw new RequestException("these are not the settings of a take: " + e.getMessage());
    }
  }

  private static Settings read(JsonObject json) {
    var prompts = new ArrayList<Prompt>();
    for (JsonElement element : json.getAsJsonArray("prompts")) {
      prompts.add(prompt(element.getAsJsonObject()));
    }
    var guidance =
        new GuidanceOptions(
            number(json, "guidance_scale"),
            json.get("guidance_rescale").getAsDouble(),
            json.get("guidance_from").getAsDouble(),
            json.get("guidance_to").getAsDouble(),
            number(json, "apg"),
            json.get("guidance_norm_threshold").getAsDouble());
    var sampling =
        new SamplingOptions(
            json.has("sampler") ? Optional.of(json.get("sampler").getAsString()) : Optional.empty(),
            json.has("steps") ? OptionalInt.of(json.get("steps").getAsInt()) : OptionalInt.empty(),
            guidance,
            number(json, "sigma_min"),
            number(json, "sigma_max"),
            number(json, "rho"));
    var request =
        new GenerateRequest(
            List.copyOf(prompts),
            json.has("seed") ? OptionalLong.of(json.get("seed").getAsLong()) : OptionalLong.empty(),
            sampling,
            Optional.empty(),
            Optional.empty(),
            Peaks.valueOf(json.get("peaks").getAsString()),
            adapters(json));
    int item = json.get("item").getAsInt();
    if (item < 0 || item >= prompts.size()) {
      throw new RequestException("settings of item " + item + " of " + prompts.size());
    }
    return new Settings(
        json.get("model").getAsString(),
        json.get("fingerprint").getAsString(),
        request,
        number(json, "init_noise_level"),
        json.has("init_mean") && json.get("init_mean").getAsBoolean(),
        json.get("inpainted").getAsBoolean(),
        item,
        time(json, "overlap_nanoseconds"));
  }

  private static OptionalDouble number(JsonObject json, String key) {
    return json.has(key) ? OptionalDouble.of(json.get(key).getAsDouble()) : OptionalDouble.empty();
  }

  private static Optional<Duration> time(JsonObject json, String key) {
    return json.has(key)
        ? Optional.of(Duration.ofNanos(json.get(key).getAsLong()))
        : Optional.empty();
  }

  private static Prompt prompt(JsonObject json) {
    return new Prompt(
        json.get("text").getAsString(),
        json.has("negative") ? Optional.of(json.get("negative").getAsString()) : Optional.empty(),
        time(json, "nanoseconds"),
        time(json, "start_nanoseconds").orElse(Duration.ZERO),
        number(json, "tempo"));
  }
}
