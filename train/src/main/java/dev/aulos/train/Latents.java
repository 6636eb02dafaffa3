package dev.aulos.train;

import java.util.List;
import java.util.OptionalDouble;

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

  /// How long the whole sound is.
  double seconds(int item);

  /// Where in the whole sound the item starts, in seconds.
  default double start(int item) {
    return 0;
  }

  /// The tempo of the beats that models are told where the caption names none, in beats per minute;
  /// without one they are told nothing.
  default OptionalDouble tempo(int item) {
    return OptionalDouble.empty();
  }

  /// Of values (channels, length), those of so many frames from one on.
  static float[] part(float[] values, int length, int from, int frames) {
    int channels = values.length / length;
    var part = new float[channels * frames];
    for (int c = 0; c < channels; c++) {
      System.arraycopy(values, c * length + from, part, c * frames, frames);
    }
    return part;
  }

  /// An item in memory.
  ///
  /// @param values one channel after another: channels · frames
  /// @param tempo see [Latents#tempo]
  record Held(
      int frames,
      float[] values,
      String caption,
      double start,
      double seconds,
      OptionalDouble tempo) {
    /// An item that says no more of beats than its caption does.
    public Held(int frames, float[] values, String caption, double start, double seconds) {
      this(frames, values, caption, start, seconds, OptionalDouble.empty());
    }
  }

  /// Items that are all in memory.
  interface InMemory extends Latents {
    /// All of them.
    List<Held> items();

    @Override
    default int size() {
      return items().size();
    }

    @Override
    default int frames(int item) {
      return items().get(item).frames;
    }

    @Override
    default float[] values(int item) {
      return items().get(item).values;
    }

    @Override
    default String caption(int item) {
      return items().get(item).caption;
    }

    @Override
    default double seconds(int item) {
      return items().get(item).seconds;
    }

    @Override
    default double start(int item) {
      return items().get(item).start;
    }

    @Override
    default OptionalDouble tempo(int item) {
      return items().get(item).tempo;
    }
  }
}
