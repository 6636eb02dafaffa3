package dev.aulos.train.data;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.weights.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// A manifest's latents, as they were encoded.
///
/// `secondsStart` is what was written with the latent; `secondsTotal` is rounded up, as that of
/// sounds is.
public final class LatentItems implements Items {
  private final VerifiedFiles files;

  private LatentItems(VerifiedFiles files) {
    this.files = files;
  }

  /// Opens a manifest's latents once every file's hash was found right.
  ///
  /// @throws DatasetException if a file is gone or has changed, or the manifest is of sounds
  public static LatentItems open(
      Manifest manifest, Consumer<DataProgress> progress, Cancellation cancellation)
      throws IOException {
    return new LatentItems(
        VerifiedFiles.of(manifest, Recordings.Content.LATENT, progress, cancellation));
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
    int frames = (int) latent.dim(1);
    return new Item(
        files.entry(i).path(),
        latent.toF32(),
        AudioItems.mask(facts.soundFrames(), frames),
        files.caption(i, random),
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
