package dev.aulos.audio;

/// No change: what is beyond ±1 stays, as long as the file's format can hold it.
public record Untouched() implements Conditioner {
  @Override
  public Pcm apply(Pcm sound) {
    return sound;
  }
}
