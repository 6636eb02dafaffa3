package dev.aulos.models;

import dev.aulos.models.config.Section;

/// One way in for what the user asks, called `id` in requests and checkpoints.
public sealed interface Conditioner {
  /// The name.
  String id();

  /// A text, through the encoder called `encoder` (a Hugging Face name such as `t5-base`), padded
  /// and cut to `maxTokens`.
  record Text(String id, String encoder, int maxTokens) implements Conditioner {}

  /// A number from `least` to `most`; others are clamped.
  record Quantity(String id, double least, double most) implements Conditioner {
    /// The number brought to 0…1, in F32 as the reference does.
    public float normalized(double value) {
      float clamped = (float) Math.min(most, Math.max(least, value));
      return (clamped - (float) least) / (float) (most - least);
    }
  }

  static Conditioner of(Section s) {
    var id = s.text("id");
    var type = s.text("type");
    s.only("type", type.equals("t5") || type.equals("number"), "supported: t5, number");
    try (var config = s.section("config")) {
      s.close();
      if (type.equals("t5")) {
        config.only("project_out", !config.flag("project_out", false), "supported: false");
        config.ignore("enable_grad");
        return new Text(
            id,
            config.text("t5_model_name", "t5-base"),
            config.integer("max_length", 1, 4096, 128));
      }
      double least = config.number("min_val", 0);
      double most = config.number("max_val", 1);
      config.only("max_val", most > least, "it must be above min_val " + least);
      return new Quantity(id, least, most);
    }
  }
}
