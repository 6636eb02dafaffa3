package dev.aulos.engine;

import dev.aulos.audio.Pcm;
import java.time.Duration;
import java.util.List;

/// A sound of which parts are made new, for models of Stable Audio 3. To continue a sound, make new
/// what follows its end: a region from there to the duration asked for.
///
/// @param sound any rate and number of channels
/// @param regions what is made new, at least one
/// @param keepExactly whether what lies outside the regions is put back sample by sample, with
///   short crossfades at the seams; otherwise it comes out of the model, close to what it was
public record Inpaint(Pcm sound, List<Region> regions, boolean keepExactly) {
  /// Copies the list and checks it.
  public Inpaint {
    regions = List.copyOf(regions);
    if (regions.isEmpty()) {
      throw new RequestException("inpainting without a region: say from when to when");
    }
    if (sound.frames() == 0) {
      throw new RequestException("the sound to inpaint has no samples");
    }
    if (sound.hasNonFinite()) {
      throw new RequestException("the sound to inpaint has samples that are not finite numbers");
    }
  }

  /// A stretch of time.
  public record Region(Duration start, Duration end) {
    /// Checks the order.
    public Region {
      if (start.isNegative() || end.compareTo(start) <= 0) {
        throw new RequestException(
            "region "
                + Range.plain(Prompt.seconds(start))
                + "-"
                + Range.plain(Prompt.seconds(end))
                + " s: expected 0 ≤ start < end");
      }
    }
  }
}
