package dev.aulos.cli;

import java.util.List;
import java.util.Optional;

/// Official models, their licences, and where they are published.
enum Catalog {
  OPEN_SMALL(
      "stable-audio-open-small",
      "stabilityai/stable-audio-open-small",
      true,
      "Stability AI Community License",
      "11.9 s of stereo at 44.1 kHz in 8 steps",
      List.of("model.safetensors", "model_config.json")),
  OPEN_1_0(
      "stable-audio-open-1.0",
      "stabilityai/stable-audio-open-1.0",
      true,
      "Stability AI Community License",
      "47.6 s of stereo at 44.1 kHz in 100 steps",
      List.of("model.safetensors", "model_config.json")),
  T5_BASE(
      "t5-base",
      "google-t5/t5-base",
      false,
      "Apache-2.0",
      "the text encoder of both",
      List.of("model.safetensors", "spiece.model", "config.json"));

  /// The files of a model of which nothing else is known.
  static final List<String> FILES = List.of("model.safetensors", "model_config.json");

  final String id;
  final String repository;
  final boolean gated;
  final String licence;
  final String about;

  /// What to get; last what makes a folder a model, so that half a model is none.
  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  final List<String> files;

  Catalog(
      String id,
      String repository,
      boolean gated,
      String licence,
      String about,
      List<String> files) {
    this.id = id;
    this.repository = repository;
    this.gated = gated;
    this.licence = licence;
    this.about = about;
    this.files = files;
  }

  String page() {
    return "https://huggingface.co/" + repository;
  }

  /// The model to begin with.
  static String first() {
    return OPEN_SMALL.id;
  }

  /// What stands between the user and the files, for the end of a line.
  String condition() {
    return gated ? " (accept the licence on that page first, and set HF_TOKEN)" : "";
  }

  /// The entry of that name or repository.
  static Optional<Catalog> named(String name) {
    for (var entry : values()) {
      if (entry.id.equals(name) || entry.repository.equals(name)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }
}
