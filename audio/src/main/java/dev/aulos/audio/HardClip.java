package dev.aulos.audio;

/// Every sample beyond ±1 becomes ±1: the reference's rule for previews and autoencoders.
public record HardClip() implements Conditioner {
  @Override
  public Pcm apply(Pcm sound) {
    return sound.map(x -> Math.max(-1, Math.min(1, x)));
  }
}
