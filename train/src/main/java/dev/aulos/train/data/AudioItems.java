package dev.aulos.train.data;

import dev.aulos.audio.Pcm;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Crops of a manifest's sounds, decoded when asked for.
///
/// As in stable-audio-tools: a longer sound is cut from a random start on, a shorter one padded
/// with zeros; samples are clamped to ±1; `secondsStart` is rounded down, `secondsTotal`, of the
/// whole sound, up.
public final class AudioItems implements Items {
  private final VerifiedFiles files;
  private final Crop crop;

  private AudioItems(VerifiedFiles files, Crop crop) {
    this.files = files;
    this.crop = crop;
  }

  /// Opens a manifest's sounds once every file's hash was found right.
  ///
  /// @throws DatasetException if a file is gone or has changed, or the manifest is of latents
  public static AudioItems open(
      Manifest manifest, Crop crop, Consumer<DataProgress> progress, Cancellation cancellation)
      throws IOException {
    var files = VerifiedFiles.of(manifest, Recordings.Content.AUDIO, progress, cancellation);
    return new AudioItems(files, crop);
  }

  @Override
  public int size() {
    return files.manifest().entries().size();
  }

  @Override
  public Item item(int i, RandomGenerator random) throws IOException {
    var sound = SoundFile.open(files.file(i), crop.sampleRate());
    var caption = files.caption(i, random);
    int start = start(sound.frames(), random);
    int end = Math.min(sound.frames(), start + crop.frames());
    float sign = crop.flipsPhase() && random.nextLong() < 0 ? -1 : 1;
    var values = values(sound.read(start, end), sign);
    return new Item(
        files.entry(i).path(),
        NdArray.of(values, crop.channels(), crop.frames()),
        mask(end - start, crop.frames()),
        caption,
        start / crop.sampleRate(),
        Math.ceil(sound.frames() / (double) crop.sampleRate()));
  }

  private int start(int frames, RandomGenerator random) {
    int last = Math.max(0, frames - crop.frames());
    return crop.isRandom() ? SplitMix.below(random, last + 1) : 0;
  }

  private float[] values(Pcm part, float sign) {
    var fitted = (crop.channels() == 1 ? part.toMono() : part.toStereo()).fitTo(crop.frames());
    var values = fitted.planar(); // (c, t)
    for (int k = 0; k < values.length; k++) {
      values[k] = sign * Math.max(-1, Math.min(1, values[k]));
    }
    return values;
  }

  /// Ones and then zeros, (frames).
  static NdArray mask(int ones, int frames) {
    var mask = new float[frames];
    Arrays.fill(mask, 0, Math.min(ones, frames), 1);
    return NdArray.of(mask, frames);
  }
}
