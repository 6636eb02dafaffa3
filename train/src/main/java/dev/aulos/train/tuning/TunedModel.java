package dev.aulos.train.tuning;

import com.google.gson.JsonObject;
import dev.aulos.engine.ModelInfo;
import dev.aulos.graph.Weights;
import dev.aulos.models.ModelConfig.Sampling;
import dev.aulos.models.Objective;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A model with some weights trained further, as a folder that opens by itself.
///
/// @param base what it was
/// @param objective what it is now
/// @param sampling how it is to be sampled, if that is to be said
public record TunedModel(BaseModel base, Objective objective, Optional<Sampling> sampling) {
  /// One that is used as the base is.
  public static TunedModel alike(BaseModel base) {
    return new TunedModel(base, base.config().objective(), base.config().sampling());
  }

  /// One that denoises in a few steps; what the base said of sampling does not hold for it.
  public static TunedModel ofFewSteps(BaseModel base) {
    return new TunedModel(base, Objective.RF_DENOISER, Optional.empty());
  }

  /// One that says at once what the base says with guidance.
  public static TunedModel unguided(BaseModel base) {
    var usual = ModelInfo.sampling(base.config());
    var sampling = new Sampling(usual.sampler(), usual.steps(), 1, usual.seconds());
    return new TunedModel(base, base.config().objective(), Optional.of(sampling));
  }

  /// Writes the folder: every tensor of the base's file, those of `moved` in their place; the
  /// configuration with the objective and the sampling; and the text encoder, which is copied once,
  /// unless it is shared by models.
  ///
  /// @param moved under the names of the base's file; others are passed over
  public void write(Weights moved, Path folder) throws IOException {
    var json = base.files().json().deepCopy().getAsJsonObject();
    diffusion(json).addProperty("diffusion_objective", objective.key());
    json.remove("sampling");
    sampling.ifPresent(s -> json.add("sampling", json(s)));
    var place = new ModelFolder(folder);
    if (!base.isTextShared()) {
      place.copyText(base.textFolder(), base.config().text());
    }
    place.write(json, base.stored(), moved);
  }

  private static JsonObject json(Sampling sampling) {
    var json = new JsonObject();
    json.addProperty("sampler", sampling.sampler());
    json.addProperty("steps", sampling.steps());
    json.addProperty("guidance_scale", sampling.guidanceScale());
    sampling.seconds().ifPresent(seconds -> json.addProperty("seconds", seconds));
    return json;
  }

  private static JsonObject diffusion(JsonObject config) {
    return config.getAsJsonObject("model").getAsJsonObject("diffusion");
  }
}
