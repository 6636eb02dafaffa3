package dev.aulos.train.data;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.weights.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Crops of a manifest's latents, as they were encoded.
///
/// As in stable-audio-tools, `secondsStart` is what was written with the latent, wherever the crop
/// starts; `secondsTotal` is rounded up, as that of sounds is.
public final class LatentItems implements Items {
  private final VerifiedFiles files;
  private final int frames;
  private final boolean isRandom;

  private LatentItems(VerifiedFiles files, int frames, boolean isRandom) {
    this.files = files;
    this.frames = frames;
    this.isRandom = isRandom;
  }

  /// Opens a manifest's latents once every file's hash was found right.
  ///
  /// @param frames of a crop; zeros follow a shorter latent
  /// @param isRandom whether a crop starts anywhere in a longer latent, else at its start
  /// @throws DatasetException if a file is gone or has changed, or the manifest is of sounds
  public static LatentItems open(
      Manifest manifest,
      int frames,
      boolean isRandom,
      Consumer<DataProgress> progress,
      Cancellation cancellation)
      throws IOException {
    if (frames < 1) {
      throw new IllegalArgumentException("crops of " + frames + " frames, expected 1 or more");
    }
    var files = VerifiedFiles.of(manifest, Recordings.Content.LATENT, progress, cancellation);
    return new LatentItems(files, frames, isRandom);
  }

  @Override
  public int size() {
    return files.manifest().entries().size();
  }

  @Override
  public Item item(int i, RandomGenerator random) throws IOException {
    var file = files.file(i);
    var latent = Npy.read(file);
    requireLatent(file, latent);
    var facts = LatentFacts.read(file);
    int channels = (int) latent.dim(0);
    int length = (int) latent.dim(1);
    int sound = Math.min(length, facts.soundFrames());
    var caption = files.caption(i, random);
    int start = isRandom ? SplitMix.below(random, Math.max(0, sound - frames) + 1) : 0;
    var all = latent.toF32().toFloats(); // (c, length)
    var values = new float[channels * frames];
    for (int c = 0; c < channels; c++) {
      int count = Math.min(frames, length - start);
      System.arraycopy(all, c * length + start, values, c * frames, count);
    }
    return new Item(
        files.entry(i).path(),
        NdArray.of(values, channels, frames),
        AudioItems.mask(Math.max(0, sound - start), frames),
        caption,
        facts.secondsStart(),
        Math.ceil(facts.secondsTotal()));
  }

  static void requireLatent(Path file, NdArray latent) throws DatasetException {
    if (latent.rank() != 2 || latent.size() == 0 || !latent.type().isFloat()) {
      throw new DatasetException(
          file,
          String.format(
              "is %s of %s, expected floats of (latentChannels, frames)",
              latent.type(), Arrays.toString(latent.shape())));
    }
  }
}
