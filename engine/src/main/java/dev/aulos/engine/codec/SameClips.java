package dev.aulos.engine.codec;

import dev.aulos.audio.Pcm;
import dev.aulos.audio.Resampler;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.models.same.SameConfig;
import java.util.ArrayList;
import java.util.List;

/// Clips of any rate, length and number of channels made ready to be encoded together, as the
/// reference does it.
public final class SameClips {
  private SameClips() {}

  /// The clips at `sampleRate`, followed by zeros up to the longest, rounded up to whole frames:
  /// (clips, audioChannels, frames·hop). One channel stands for all; of more than the model has the
  /// first ones stay.
  public static NdArray batch(List<Pcm> clips, int sampleRate, SameConfig config) {
    if (clips.isEmpty()) {
      throw new IllegalArgumentException("no clips, expected at least one");
    }
    var resampled = new ArrayList<Pcm>();
    long longest = 1;
    for (var clip : clips) {
      var sound = Resampler.reference(clip.sampleRate(), sampleRate).apply(clip);
      resampled.add(sound);
      longest = Math.max(longest, sound.frames());
    }
    long length = (longest + config.hop() - 1) / config.hop() * config.hop();
    var batch = NdArray.zeros(DType.F32, clips.size(), config.audioChannels(), length);
    for (int i = 0; i < clips.size(); i++) {
      put(resampled.get(i), batch, i);
    }
    return batch;
  }

  private static void put(Pcm sound, NdArray batch, int item) {
    int channels = (int) batch.dim(1);
    int length = (int) batch.dim(2);
    if (sound.channels() != 1 && sound.channels() < channels) {
      throw new IllegalArgumentException(
          "clip " + item + " has " + sound.channels() + " channels, expected 1 or " + channels);
    }
    for (int c = 0; c < channels; c++) {
      int row = (item * channels + c) * length;
      var samples = sound.channel(sound.channels() == 1 ? 0 : c);
      batch.floats(row, row + samples.length).put(samples);
    }
  }
}
