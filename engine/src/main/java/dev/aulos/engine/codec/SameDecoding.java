package dev.aulos.engine.codec;

import dev.aulos.engine.noise.NoiseSource;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.models.same.SameConfig;
import java.util.List;

/// A decoding of a batch under way: each step decodes one pass of every item.
///
/// Memory is that of one pass, whatever the length.
public final class SameDecoding implements Codec.SoundStream {
  private final SameConfig config;
  private final SameDecoderSide decoder;
  private final NdArray latents;
  private final NoiseSource noise;
  private final List<SamePass> passes;
  private final Workspace space = new Workspace();
  private final long start;
  private final long end;
  private int next;
  private long at;

  SameDecoding(
      SameConfig config,
      SameDecoderSide decoder,
      NdArray latents,
      NoiseSource noise,
      List<SamePass> passes,
      long start,
      long end) {
    this.config = config;
    this.decoder = decoder;
    this.latents = latents;
    this.noise = noise;
    this.passes = passes;
    this.start = start;
    this.end = end;
    at = start;
  }

  /// Decodes the next pass, every item into its sink; false once all is done.
  ///
  /// @throws java.util.concurrent.CancellationException if cancelled
  public boolean advance(List<AudioSink> sinks, Cancellation cancellation) {
    int batch = (int) latents.dim(0);
    if (sinks.size() != batch) {
      throw new IllegalArgumentException(sinks.size() + " sinks, expected " + batch);
    }
    cancellation.check();
    while (at < end && end(passes.get(next)) <= at) {
      SameDraws.skipDecoding(config, batch, passes.get(next).drawn(), noise);
      next++;
    }
    if (at >= end) {
      return false;
    }
    var pass = passes.get(next++);
    var draws = SameDraws.decoding(config, batch, pass.drawn(), noise, space);
    long until = Math.min(end, end(pass));
    for (int item = 0; item < batch; item++) {
      var sound = decoder.run(latents, item, pass, draws, space, cancellation);
      var kept = space.array("kept", sound.dim(0), sound.dim(1), until - at);
      Frames.fill(kept, sound, (int) (at - (long) pass.start() * config.hop()));
      give(kept, sinks.get(item));
    }
    at = until;
    return at < end;
  }

  private static void give(NdArray sound, AudioSink sink) {
    sink.accept(sound.floats(), (int) sound.dim(2));
  }

  private long end(SamePass pass) {
    return (long) pass.to() * config.hop();
  }

  /// Decodes the next pass of a batch of one.
  @Override
  public boolean advance(AudioSink sink, Cancellation cancellation) {
    return advance(List.of(sink), cancellation);
  }

  @Override
  public int position() {
    return (int) (at - start);
  }

  @Override
  public double fraction() {
    return start == end ? 1 : (double) (at - start) / (end - start);
  }

  /// All that is left, of all items: (batch, audioChannels, samples).
  NdArray rest(Cancellation cancellation) {
    int batch = (int) latents.dim(0);
    int channels = config.audioChannels();
    int length = Math.toIntExact(end - at);
    long origin = at;
    var sound = NdArray.zeros(DType.F32, batch, channels, length);
    var sinks = new AudioSink[batch];
    for (int i = 0; i < batch; i++) {
      int item = i;
      sinks[i] =
          (samples, frames) -> {
            for (int c = 0; c < channels; c++) {
              int from = (item * channels + c) * length + (int) (at - origin);
              var row = new float[frames];
              samples.get(row);
              sound.floats(from, from + frames).put(row);
            }
          };
    }
    while (advance(List.of(sinks), cancellation)) {
      // pass by pass
    }
    return sound;
  }
}
