package dev.aulos.engine.pipeline;

import dev.aulos.engine.codec.AudioSink;
import dev.aulos.engine.codec.Chunking;
import dev.aulos.engine.codec.Codec;
import dev.aulos.engine.codec.SameCodec;
import dev.aulos.engine.codec.SameDecoding;
import dev.aulos.engine.noise.NoiseSource;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import java.util.Arrays;
import java.util.List;

/// The decoding of a batch, piece by piece: item after item, or, where the codec draws noise for
/// all items at once, all together.
interface SoundDecoding {
  /// Decodes the next piece into the items' sinks, which may get more than was asked for; false
  /// once all is done.
  boolean advance(List<? extends AudioSink> sinks, Cancellation cancellation);

  /// The part done, from 0 to 1.
  double fraction();

  /// Starts decoding item i up to the sample `ends[i]`.
  static SoundDecoding of(
      Codec codec, NdArray latents, Chunking chunking, long[] ends, NoiseSource noise) {
    if (codec instanceof SameCodec same) {
      long end = Arrays.stream(ends).max().orElse(0);
      return new Together(same.decode(latents, chunking, noise, 0, end));
    }
    return new ItemByItem(codec, latents, ends);
  }

  /// All items at once.
  record Together(SameDecoding decoding) implements SoundDecoding {
    @Override
    public boolean advance(List<? extends AudioSink> sinks, Cancellation cancellation) {
      return decoding.advance(List.copyOf(sinks), cancellation);
    }

    @Override
    public double fraction() {
      return decoding.fraction();
    }
  }

  /// One item after another.
  final class ItemByItem implements SoundDecoding {
    private final Codec codec;
    private final NdArray latents;
    private final long[] ends;
    private int item;
    private Codec.SoundStream current;

    private ItemByItem(Codec codec, NdArray latents, long[] ends) {
      this.codec = codec;
      this.latents = latents;
      this.ends = ends.clone();
      current = codec.decode(latents, 0, 0, ends[0]);
    }

    @Override
    public boolean advance(List<? extends AudioSink> sinks, Cancellation cancellation) {
      if (current.advance(sinks.get(item), cancellation)) {
        return true;
      }
      if (item + 1 == ends.length) {
        return false;
      }
      item++;
      current = codec.decode(latents, item, 0, ends[item]);
      return true;
    }

    @Override
    public double fraction() {
      return (item + current.fraction()) / ends.length;
    }
  }
}
