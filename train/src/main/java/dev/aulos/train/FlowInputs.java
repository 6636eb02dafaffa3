package dev.aulos.train;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.conditioner.BeatPhases;
import java.util.Optional;

/// The inputs of a step on a batch of latents.
///
/// @param data the latents, (b, channels, frames), zeros in padding
/// @param noise a standard normal draw of the same shape
/// @param time the diffusion times
/// @param keep (b, frames), 1 where the network is given the sound
/// @param valid (b, frames), 1 for sound and 0 for padding
/// @param beats (b, channels of [BeatPhases], frames), for models that are told
public record FlowInputs(
    Tensor data,
    Tensor noise,
    DiffusionTimes time,
    Tensor keep,
    Tensor valid,
    Optional<Tensor> beats) {
  static FlowInputs of(ModelConfig.TextToAudio config, int b, int frames) {
    var shape = Shape.of(b, config.dit().channels(), frames);
    return new FlowInputs(
        Tensor.input("data", shape),
        Tensor.input("noise", shape),
        DiffusionTimes.of("time", b, config.dit()),
        Tensor.input("keep", Shape.of(b, frames)),
        Tensor.input("valid", Shape.of(b, frames)),
        config.hasBeats()
            ? Optional.of(Tensor.input("beats", Shape.of(b, BeatPhases.CHANNELS, frames)))
            : Optional.empty());
  }

  /// How many items there are.
  public int batch() {
    return Math.toIntExact(data.dim(0).fixed());
  }

  /// (b, frames): 1 where the network is to make the sound.
  public Tensor made() {
    return valid.mul(Tensor.constant(1).sub(keep));
  }

  /// (b, frames, 1 + channels): what is kept, and its latents; then the beats.
  Tensor local() {
    var mask = keep.reshape(Shape.of(keep.dim(0), Dim.of(1), keep.dim(1)));
    var kept = Tensor.concat(1, mask, data.mul(mask));
    return beats.map(b -> Tensor.concat(1, kept, b)).orElse(kept).transpose(0, 2, 1);
  }
}
