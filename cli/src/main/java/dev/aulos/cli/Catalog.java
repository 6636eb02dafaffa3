package dev.aulos.cli;

import java.util.List;
import java.util.Optional;

/// Official models, their licences, and where they are published.
enum Catalog {
  THREE_SMALL_MUSIC(
      "stable-audio-3-small-music",
      Terms.GEMMA,
      "music, up to 120 s in 8 steps, edits",
      Kind.THREE),
  THREE_SMALL_SFX(
      "stable-audio-3-small-sfx", Terms.GEMMA, "sounds, up to 120 s in 8 steps, edits", Kind.THREE),
  THREE_MEDIUM("stable-audio-3-medium", Terms.GEMMA, "up to 380 s in 8 steps, edits", Kind.THREE),
  THREE_SMALL_MUSIC_BASE(
      "stable-audio-3-small-music-base", Terms.GEMMA, "music, in 50 steps, to train", Kind.THREE),
  THREE_SMALL_SFX_BASE(
      "stable-audio-3-small-sfx-base", Terms.GEMMA, "sounds, in 50 steps, to train", Kind.THREE),
  THREE_MEDIUM_BASE(
      "stable-audio-3-medium-base", Terms.GEMMA, "up to 380 s in 50 steps, to train", Kind.THREE),
  OPEN_SMALL(
      "stable-audio-open-small",
      Terms.STABILITY,
      "11.9 s of stereo at 44.1 kHz in 8 steps",
      Kind.OPEN),
  OPEN_1_0(
      "stable-audio-open-1.0",
      Terms.STABILITY,
      "47.6 s of stereo at 44.1 kHz in 100 steps",
      Kind.OPEN),
  SAME_S(
      "same-s",
      "stabilityai/SAME-S",
      Terms.STABILITY,
      "the autoencoder of both small models of Stable Audio 3",
      Kind.CODEC),
  SAME_L(
      "same-l",
      "stabilityai/SAME-L",
      Terms.STABILITY,
      "the autoencoder of the medium model of Stable Audio 3",
      Kind.CODEC),
  T5_BASE(
      "t5-base",
      "google-t5/t5-base",
      Terms.APACHE,
      "the text encoder of Stable Audio Open",
      Kind.T5);

  /// What is published together.
  private enum Kind {
    /// A model with its own text encoder in a folder.
    THREE(
        List.of(
            "t5gemma-b-b-ul2/config.json",
            "t5gemma-b-b-ul2/generation_config.json",
            "t5gemma-b-b-ul2/special_tokens_map.json",
            "t5gemma-b-b-ul2/tokenizer_config.json",
            "t5gemma-b-b-ul2/tokenizer.json",
            "t5gemma-b-b-ul2/tokenizer.model",
            "t5gemma-b-b-ul2/model.safetensors",
            "model.safetensors",
            "model_config.json")),
    /// A model whose text encoder is [#T5_BASE].
    OPEN(List.of("model.safetensors", "model_config.json")),
    /// An autoencoder alone.
    CODEC(List.of("model.safetensors", "model_config.json")),
    /// A text encoder.
    T5(List.of("model.safetensors", "spiece.model", "config.json"));

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> files;

    Kind(List<String> files) {
      this.files = files;
    }
  }

  /// Licences.
  private static final class Terms {
    private static final String STABILITY = "Stability AI Community License";
    private static final String GEMMA = STABILITY + "; its text encoder: Gemma Terms of Use";
    private static final String APACHE = "Apache-2.0";

    private Terms() {}
  }

  /// The files of a model of which nothing else is known.
  static final List<String> FILES = List.of("model.safetensors", "model_config.json");

  final String id;
  final String repository;
  final boolean gated;
  final String licence;
  final String about;

  /// Whether its text encoder is a model of its own, [#T5_BASE].
  final boolean needsT5;

  /// What to get, folders kept; last what makes a folder a model, so that half a model is none.
  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  final List<String> files;

  Catalog(String id, String licence, String about, Kind kind) {
    this(id, "stabilityai/" + id, licence, about, kind);
  }

  Catalog(String id, String repository, String licence, String about, Kind kind) {
    this.id = id;
    this.repository = repository;
    this.licence = licence;
    this.about = about;
    gated = !licence.equals(Terms.APACHE);
    needsT5 = kind == Kind.OPEN;
    files = kind.files;
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
      if (entry.id.equalsIgnoreCase(name) || entry.repository.equalsIgnoreCase(name)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }
}
