package dev.aulos.engine;

import dev.aulos.engine.diffusion.Canvas;
import dev.aulos.engine.diffusion.Padding;
import dev.aulos.models.Autoencoder;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.ModelConfig.Line;
import dev.aulos.models.same.Neighbourhood;
import dev.aulos.models.same.SameStack;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// How sounds of given seconds lie on a model's canvas: models of Stable Audio Open always fill the
/// whole, those of Stable Audio 3 take one as long as the longest sound and some headroom.
final class Lengths {
  private static final double USUAL = 30; // seconds, where nobody says how long
  private static final int WINDOWED_CHUNK = 32; // the reference rounds to these patches

  private final ModelConfig.TextToAudio config;
  private final Canvas canvas;
  private final double headroom; // seconds after the sound

  Lengths(ModelConfig.TextToAudio config, Autoencoder autoencoder) {
    this.config = config;
    headroom = config.length().headroomSeconds();
    canvas =
        new Canvas(
            config.sampleRate(), autoencoder.hop(), together(autoencoder), config.sampleSize());
  }

  private static int together(Autoencoder autoencoder) {
    return switch (autoencoder) {
      case Autoencoder.Oobleck oobleck -> 1;
      case Autoencoder.Same(var same) -> together(same.decoder());
      case Autoencoder.Spectral(var spectral) -> together(spectral.network().decoder());
    };
  }

  private static int together(SameStack decoder) {
    return decoder.neighbourhood() instanceof Neighbourhood.Chunks chunks
        ? chunks.granularity()
        : Math.max(1, WINDOWED_CHUNK / decoder.stride());
  }

  private boolean isFixed() {
    return config.line() == Line.OPEN;
  }

  /// The longest sound, in seconds.
  double longest() {
    return (double) config.sampleSize() / config.sampleRate();
  }

  /// The length of a sound of which nothing is said, in seconds.
  double usual() {
    if (isFixed()) {
      return longest();
    }
    double wanted =
        config.sampling().map(sampling -> sampling.seconds().orElse(USUAL)).orElse(USUAL);
    return Math.min(wanted, longest());
  }

  /// Latent frames for a batch.
  int frames(List<Double> seconds) {
    if (isFixed()) {
      return config.canvasFrames(canvas.hop());
    }
    return canvas.frames(Collections.max(seconds), headroom);
  }

  /// The frames that are not real, where the model can be told of them.
  Optional<Padding> padding(List<Double> seconds) {
    if (isFixed()) {
      return Optional.empty();
    }
    var valid = canvas.validFrames(seconds, headroom, frames(seconds));
    return Optional.of(new Padding(valid, Padding.Treatment.CROP));
  }

  /// Samples of a sound.
  long samples(double seconds) {
    return isFixed() ? Math.round(seconds * config.sampleRate()) : canvas.samples(seconds);
  }
}
