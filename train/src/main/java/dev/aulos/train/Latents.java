package dev.aulos.train;

/// Latents with captions, as training of a diffusion model takes them.
public interface Latents {
  /// How many items there are.
  int size();

  /// Frames of sound of an item.
  int frames(int item);

  /// The values of an item, one channel after another: channels · frames.
  float[] values(int item);

  /// What the item's sound is called.
  String caption(int item);

  /// How long the sound is.
  double seconds(int item);
}
