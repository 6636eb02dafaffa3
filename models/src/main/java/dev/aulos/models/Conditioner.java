package dev.aulos.models;

import dev.aulos.models.config.Section;

/// One way in for what the user asks, called `id` in requests and checkpoints.
public sealed interface Conditioner {
  /// The name.
  String id();

  /// A text, through an encoder, padded and cut to `maxTokens`.
  ///
  /// @param encoder which weights: for T5 a Hugging Face name such as `t5-base`, for T5Gemma the
  ///   folder beside the model's own weights
  record Text(String id, Family family, String encoder, int maxTokens) implements Conditioner {
    /// The kinds of text encoders, and what follows a text shorter than `maxTokens`.
    public enum Family {
      /// T5, then rows of zeros.
      T5,
      /// T5Gemma, then copies of one learned row.
      T5_GEMMA
    }

    /// The name of the encoder's folder: the last part of `encoder`.
    public String folder() {
      return encoder.substring(encoder.lastIndexOf('/') + 1);
    }
  }

  /// A number from `least` to `most`; others are clamped.
  record Quantity(String id, double least, double most, Features features) implements Conditioner {
    /// The Fourier features of a number.
    public enum Features {
      /// With learned frequencies.
      LEARNED,
      /// With fixed frequencies, evenly spaced in their logarithm.
      EXPO
    }

    /// The number brought to 0…1, in F32 as the reference does.
    public float normalized(double value) {
      float clamped = (float) Math.min(most, Math.max(least, value));
      return (clamped - (float) least) / (float) (most - least);
    }
  }

  static Conditioner of(Section s) {
    var id = s.text("id");
    var type = s.text("type");
    s.only(
        "type",
        type.equals("t5") || type.equals("t5gemma") || type.equals("number"),
        "supported: t5, t5gemma, number");
    try (var config = s.section("config")) {
      s.close();
      return switch (type) {
        case "t5" -> t5(id, config);
        case "t5gemma" -> t5Gemma(id, config);
        default -> quantity(id, config);
      };
    }
  }

  private static Text t5(String id, Section config) {
    config.only("project_out", !config.flag("project_out", false), "supported: false");
    config.ignore("enable_grad");
    return new Text(
        id,
        Text.Family.T5,
        config.text("t5_model_name", "t5-base"),
        config.integer("max_length", 1, 4096, 128));
  }

  private static Text t5Gemma(String id, Section config) {
    config.only("project_out", !config.flag("project_out", false), "supported: false");
    config.only(
        "padding_mode",
        config.text("padding_mode", "learned").equals("learned"),
        "supported: learned");
    config.ignore("repo_id", "enable_grad"); // the folder lies beside the weights
    var folder = config.text("subfolder", "t5gemma-b-b-ul2");
    config.only(
        "subfolder",
        folder.matches("[A-Za-z0-9][A-Za-z0-9._-]*"),
        "supported: the name of a folder beside model_config.json");
    return new Text(id, Text.Family.T5_GEMMA, folder, config.integer("max_length", 1, 4096, 256));
  }

  private static Quantity quantity(String id, Section config) {
    double least = config.number("min_val", 0);
    double most = config.number("max_val", 1);
    config.only("max_val", most > least, "it must be above min_val " + least);
    var features = config.text("fourier_features_type", "learned");
    config.only(
        "fourier_features_type",
        features.equals("learned") || features.equals("expo"),
        "supported: learned, expo");
    boolean expo = features.equals("expo");
    return new Quantity(id, least, most, expo ? Quantity.Features.EXPO : Quantity.Features.LEARNED);
  }
}
