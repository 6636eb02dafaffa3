package dev.aulos.audio;

/// Every sample beyond ±1 becomes ±1: the reference's rule for previews and autoencoders.
public record HardClip() implements Conditioner {
  @Override
  public Pcm apply(Pcm sound) {
    var clipped = new float[sound.channels()][];
    for (int c = 0; c < clipped.length; c++) {
      clipped[c] = sound.channel(c);
      for (int i = 0; i < clipped[c].length; i++) {
        clipped[c][i] = Math.max(-1, Math.min(1, clipped[c][i]));
      }
    }
    return Pcm.owning(sound.sampleRate(), clipped);
  }
}
