package dev.aulos.models;

import com.google.gson.JsonElement;
import dev.aulos.models.config.UnsupportedModelException;
import dev.aulos.models.dit.DitConfig;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a `model_config.json` describes.
public sealed interface ModelConfig {
  /// The length of the canvas the model was made for, in samples per channel.
  int sampleSize();

  /// Samples per second.
  int sampleRate();

  /// Channels of the sound.
  int audioChannels();

  /// An autoencoder alone.
  record Codec(int sampleSize, int sampleRate, int audioChannels, Autoencoder autoencoder)
      implements ModelConfig {
    /// The configuration of the older line's autoencoder.
    ///
    /// @throws UnsupportedModelException if it is of another kind
    public CodecConfig codec() {
      if (autoencoder instanceof Autoencoder.Oobleck oobleck) {
        return oobleck.config();
      }
      throw new UnsupportedModelException("model: a SAME autoencoder, expected an Oobleck one");
    }
  }

  /// A diffusion model that turns text and timing into sound.
  ///
  /// @param autoencoder absent in files that hold the transformer alone
  /// @param conditioners in the order of the file
  /// @param conditionWidth width of one conditioning token
  /// @param crossIds conditioners whose tokens cross-attention sees, in order
  /// @param globalIds conditioners whose vectors form the global one, in order
  /// @param localIds what each frame is told, in order: what is kept of a sound, and [#BEATS],
  ///   which Aulos adds to the published layout
  /// @param length how the model takes sounds shorter than its canvas
  /// @param sampling how its authors recommend to sample it, where they say so
  record TextToAudio(
      int sampleSize,
      int sampleRate,
      int audioChannels,
      Optional<Autoencoder> autoencoder,
      List<Conditioner> conditioners,
      int conditionWidth,
      List<String> crossIds,
      List<String> globalIds,
      List<String> localIds,
      Line line,
      Length length,
      Objective objective,
      DitConfig dit,
      Optional<Sampling> sampling)
      implements ModelConfig {
    /// What frames are told of the prompt's tempo: [BeatPhases].
    public static final String BEATS = "beats";

    /// Copies the lists.
    public TextToAudio {
      conditioners = List.copyOf(conditioners);
      crossIds = List.copyOf(crossIds);
      globalIds = List.copyOf(globalIds);
      localIds = List.copyOf(localIds);
    }

    /// The configuration of the older line's autoencoder, if the model has one.
    public Optional<CodecConfig> codec() {
      return autoencoder.flatMap(a ->
          a instanceof Autoencoder.Oobleck oobleck
              ? Optional.of(oobleck.config())
              : Optional.empty());
    }

    /// The latent frames of the whole canvas.
    ///
    /// @param hop samples of a frame
    public int canvasFrames(int hop) {
      return (sampleSize + hop - 1) / hop;
    }

    /// The conditioner called `id`.
    ///
    /// @throws UnsupportedModelException if there is none
    public Conditioner conditioner(String id) {
      for (var conditioner : conditioners) {
        if (conditioner.id().equals(id)) {
          return conditioner;
        }
      }
      throw new UnsupportedModelException("model.conditioning: no conditioner '" + id + "'");
    }

    /// Whether each frame is told where in the bar it is.
    public boolean hasBeats() {
      return localIds.contains(BEATS);
    }

    /// The text conditioner.
    public Conditioner.Text text() {
      for (var conditioner : conditioners) {
        if (conditioner instanceof Conditioner.Text text) {
          return text;
        }
      }
      throw new UnsupportedModelException("model.conditioning: no text conditioner");
    }
  }

  /// The lines of models, which differ in what surrounds the networks: schedules, guidance, lengths
  /// and editing.
  enum Line {
    /// Stable Audio Open and its kin, `diffusion_cond`.
    OPEN,
    /// Stable Audio 3, `diffusion_cond_inpaint`: each frame is told what to keep.
    THREE
  }

  /// How a model takes sounds shorter than its canvas.
  ///
  /// @param maskPadding whether frames past the sound are padding to the transformer
  /// @param effectiveSchedule whether the schedule is made for the sound's length, not the canvas's
  /// @param headroomSeconds of canvas after the sound that the model was trained to fill with
  ///   silence: the key `headroom_seconds`, which Aulos adds to the published layout; models of
  ///   Stable Audio 3
  record Length(boolean maskPadding, boolean effectiveSchedule, double headroomSeconds) {
    /// The headroom that the reference gives published models, in seconds.
    public static final double USUAL_HEADROOM = 6;
  }

  /// How a model wants to be sampled: the key `sampling`, which Aulos adds to the published layout.
  ///
  /// @param sampler by name
  /// @param steps of sampling, 1 to 1000
  /// @param guidanceScale how strongly the prompt is followed
  /// @param seconds of sound where nobody says how long; models of Stable Audio 3
  record Sampling(String sampler, int steps, double guidanceScale, OptionalDouble seconds) {}

  /// Reads a whole `model_config.json`.
  ///
  /// @throws UnsupportedModelException naming the place that cannot be run
  static ModelConfig of(JsonElement json) {
    return ModelReader.read(json);
  }
}
