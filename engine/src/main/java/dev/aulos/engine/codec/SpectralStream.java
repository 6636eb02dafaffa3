package dev.aulos.engine.codec;

import static dev.aulos.audio.SpectralLayout.SIZE;

import dev.aulos.audio.SpectralSynthesis;
import dev.aulos.graph.Cancellation;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.util.Arrays;

/// A decoding under way: the network describes a stretch, from which the sound is made that is
/// complete by it.
final class SpectralStream implements Codec.SoundStream {
  private static final int FRAMES = 64; // made between two looks at the cancellation

  private final Codec.SoundStream descriptions;
  private final SpectralSynthesis synthesis;
  private final long start;
  private final long end;
  private float[] waiting = new float[0]; // described, and no sound yet
  private int taken; // of the numbers that wait
  private boolean isDescribed;
  private long made; // samples, before the start too

  /// @param descriptions from the sound's beginning to [SpectralSynthesis#reach] frames after its
  ///   end, or to the last one
  /// @param seed of the noise
  SpectralStream(Codec.SoundStream descriptions, long seed, long start, long end) {
    this.descriptions = descriptions;
    this.start = start;
    this.end = end;
    synthesis = new SpectralSynthesis(seed);
    isDescribed = start == end;
    made = start == end ? end : 0;
  }

  @Override
  public boolean advance(AudioSink sink, Cancellation cancellation) {
    cancellation.check();
    if (taken == waiting.length && !isDescribed) {
      taken = 0;
      isDescribed =
          !descriptions.advance(
              (numbers, count) -> {
                waiting = new float[count];
                numbers.get(waiting);
              },
              cancellation);
    }
    int until = Math.min(waiting.length, taken + FRAMES * SIZE);
    var numbers = Arrays.copyOfRange(waiting, taken, until);
    taken = until;
    give(synthesis.add(numbers), sink);
    if (taken == waiting.length && isDescribed && made < end) {
      give(synthesis.finish(), sink);
    }
    return made < end;
  }

  /// What of the samples made is wanted.
  private void give(float[][] sound, AudioSink sink) {
    int length = sound[0].length;
    int from = (int) Math.max(0, Math.min(length, start - made));
    int to = (int) Math.max(from, Math.min(length, end - made));
    made += length;
    if (to > from) {
      var samples = FloatBuffer.allocate(sound.length * (to - from));
      for (var channel : sound) {
        samples.put(channel, from, to - from);
      }
      ((Buffer) samples).flip(); // Android has no covariant one
      sink.accept(samples, to - from);
    }
  }

  @Override
  public int position() {
    return (int) Math.max(0, Math.min(made, end) - start);
  }

  @Override
  public double fraction() {
    return end == 0 ? 1 : Math.min(1, (double) made / end);
  }
}
