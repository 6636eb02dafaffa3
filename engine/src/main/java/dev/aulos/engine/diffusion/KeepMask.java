package dev.aulos.engine.diffusion;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Which samples of a sound are kept when parts of it are made anew.
public final class KeepMask {
  private final boolean[] keep;

  private KeepMask(boolean[] keep) {
    this.keep = keep;
  }

  /// A stretch of samples, `start ≤ i < end`, to be made anew; what lies outside the sound, or ends
  /// before it starts, says nothing.
  public record Region(long start, long end) {}

  /// Keeps all of `length` samples but the regions and what follows the sound.
  ///
  /// @param soundEnd the first sample after the sound
  public static KeepMask of(int length, List<Region> regions, long soundEnd) {
    var keep = new boolean[length];
    Arrays.fill(keep, 0, (int) Math.max(0, Math.min(length, soundEnd)), true);
    for (var region : regions) {
      int from = (int) Math.max(0, Math.min(length, region.start));
      int to = (int) Math.max(from, Math.min(length, region.end));
      Arrays.fill(keep, from, to, false);
    }
    return new KeepMask(keep);
  }

  /// 1 for frames to keep and 0 for the others: each is as the sample it begins with.
  public float[] frames(int frames) {
    var mask = new float[frames];
    float scale = (float) keep.length / frames;
    for (int i = 0; i < frames; i++) {
      int sample = Math.min(keep.length - 1, (int) (i * scale));
      mask[i] = keep[sample] ? 1 : 0;
    }
    return mask;
  }

  /// The condition of each frame: the mask, then the latent (1, channels, frames) where it is 1.
  /// Without a latent, zeros.
  public LocalCondition.Given condition(Optional<NdArray> latent, int channels, int frames) {
    latent.ifPresent(l -> {
      if (l.rank() != 3 || l.dim(0) != 1 || l.dim(1) != channels || l.dim(2) != frames) {
        throw new IllegalArgumentException(
            "the latent to keep is " + l + ", expected (1, " + channels + ", " + frames + ")");
      }
    });
    var mask = frames(frames);
    var condition = NdArray.zeros(DType.F32, 1, channels + 1L, frames);
    var out = condition.floats();
    out.put(mask);
    if (latent.isPresent()) {
      for (float value : latent.get().toFloats()) {
        int frame = out.position() % frames;
        out.put(mask[frame] * value);
      }
    }
    return new LocalCondition.Given(condition);
  }
}
