package dev.aulos.engine.pipeline;

import dev.aulos.engine.codec.AudioSink;
import dev.aulos.engine.codec.Chunking;
import dev.aulos.engine.codec.Codec;
import dev.aulos.engine.codec.SameCodec;
import dev.aulos.engine.codec.SameDecoding;
import dev.aulos.engine.codec.SpectralCodec;
import dev.aulos.engine.noise.NoiseSource;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

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
    return codec instanceof SpectralCodec spectral
        ? new ItemByItem(ends.length, i -> spectral.decode(latents, i, ends[i], noise))
        : new ItemByItem(ends.length, i -> codec.decode(latents, i, 0, ends[i]));
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
    private final int items;
    private final IntFunction<Codec.SoundStream> streams;
    private int item;
    private Codec.SoundStream current;

    private ItemByItem(int items, IntFunction<Codec.SoundStream> streams) {
      this.items = items;
      this.streams = streams;
      current = streams.apply(0);
    }

    @Override
    public boolean advance(List<? extends AudioSink> sinks, Cancellation cancellation) {
      if (current.advance(sinks.get(item), cancellation)) {
        return true;
      }
      if (item + 1 == items) {
        return false;
      }
      item++;
      current = streams.apply(item);
      return true;
    }

    @Override
    public double fraction() {
      return (item + current.fraction()) / items;
    }
  }
}
