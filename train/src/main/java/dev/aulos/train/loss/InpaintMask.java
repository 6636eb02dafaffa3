package dev.aulos.train.loss;

import dev.aulos.graph.NdArray;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Draws what a model in training is given as context, 1 to keep, and has to make, 0.
///
/// Most items are made whole; some have segments to fill in, some a beginning to continue.
///
/// @param segments how often segments are to be filled in
/// @param whole how often everything is to be made
/// @param continuation how often what follows a random beginning is to be made
/// @param spans how often a share of the sound, drawn from 0.2 to 1, in 1 to 4 pieces that do not
///   overlap, is to be made
/// @param mostSegments how many segments there are at most; they may overlap
/// @param hidesPadding whether frames of padding count as to be made rather than as given
public record InpaintMask(
    double segments,
    double whole,
    double continuation,
    double spans,
    int mostSegments,
    boolean hidesPadding) {
  private static final double LEAST_SHARE = 0.2;
  private static final int[] SPAN_WEIGHTS = {4, 2, 1, 1};

  /// Checks the shares.
  public InpaintMask {
    double sum = segments + whole + continuation + spans;
    boolean isShare = segments >= 0 && whole >= 0 && continuation >= 0 && spans >= 0;
    if (!isShare || Math.abs(sum - 1) > 1e-6) {
      throw new IllegalArgumentException(
          String.format(
              "shares are %s, %s, %s, %s, expected 0 or more and a sum of 1",
              segments, whole, continuation, spans));
    }
    if (mostSegments < 1) {
      throw new IllegalArgumentException("mostSegments is " + mostSegments + ", expected above 0");
    }
  }

  /// The shares of the published models: one in ten with up to ten segments, one in ten a
  /// continuation.
  public static InpaintMask published() {
    return new InpaintMask(0.1, 0.8, 0.1, 0, 10, false);
  }

  /// The same for models that do not attend to padding.
  public InpaintMask hidingPadding() {
    return new InpaintMask(segments, whole, continuation, spans, mostSegments, true);
  }

  /// The masks of a batch, (b, 1, frames), F32.
  ///
  /// @param real the frames of sound in each item, 0 to `frames`
  public NdArray draw(int frames, RandomGenerator random, int... real) {
    var masks = new float[real.length * frames];
    for (int i = 0; i < real.length; i++) {
      if (real[i] < 0 || real[i] > frames) {
        throw new IllegalArgumentException(
            "item " + i + " has " + real[i] + " frames of sound, expected 0 to " + frames);
      }
      System.arraycopy(item(frames, real[i], random), 0, masks, i * frames, frames);
    }
    return NdArray.of(masks, real.length, 1, frames);
  }

  private float[] item(int frames, int real, RandomGenerator random) {
    var keep = new float[frames];
    double kind = random.nextDouble();
    if (kind < whole) {
      return keep;
    }
    Arrays.fill(keep, 1);
    if (real > 0 && kind < whole + segments) {
      cutSegments(keep, real, random);
    } else if (real > 0 && kind < whole + segments + continuation) {
      Arrays.fill(keep, random.nextInt(real + 1), real, 0);
    } else if (real > 0) {
      cutSpans(keep, real, random);
    }
    if (hidesPadding) {
      Arrays.fill(keep, real, frames, 0);
    }
    return keep;
  }

  private void cutSegments(float[] keep, int real, RandomGenerator random) {
    int count = random.nextInt(1, mostSegments + 1);
    for (int i = 0; i < count; i++) {
      int length = random.nextInt(1, Math.max(1, real / count) + 1);
      int start = random.nextInt(real - length + 1);
      Arrays.fill(keep, start, start + length, 0);
    }
  }

  /// Spans and the gaps around them share the frames at random: spans what is to be made, gaps the
  /// rest, so that spans cannot overlap.
  private static void cutSpans(float[] keep, int real, RandomGenerator random) {
    int made = (int) Math.max(1, random.nextDouble(LEAST_SHARE, 1) * real);
    int count = Math.min(made, spanCount(random));
    var spans = parts(made - count, count, random);
    var gaps = parts(real - made, count + 1, random);
    int at = 0;
    for (int i = 0; i < count; i++) {
      at += gaps[i];
      Arrays.fill(keep, at, at + spans[i] + 1, 0);
      at += spans[i] + 1;
    }
  }

  private static int spanCount(RandomGenerator random) {
    int left = random.nextInt(Arrays.stream(SPAN_WEIGHTS).sum());
    int count = 0;
    while (left >= SPAN_WEIGHTS[count]) {
      left -= SPAN_WEIGHTS[count++];
    }
    return count + 1;
  }

  /// A total cut at random places into parts of 0 or more.
  private static int[] parts(int total, int count, RandomGenerator random) {
    var cuts = new int[count + 1];
    for (int i = 1; i < count; i++) {
      cuts[i] = random.nextInt(total + 1);
    }
    cuts[count] = total;
    Arrays.sort(cuts, 1, count);
    var parts = new int[count];
    for (int i = 0; i < count; i++) {
      parts[i] = cuts[i + 1] - cuts[i];
    }
    return parts;
  }
}
