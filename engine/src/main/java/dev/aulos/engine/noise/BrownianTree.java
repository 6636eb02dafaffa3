package dev.aulos.engine.noise;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Brownian path over an interval of time, one a value, refined by halving where it is asked for.
///
/// An increment depends on the seed and on the two times alone, not on what was asked before. Each
/// node of the tree draws its noise from its own seed. Splits are kept two a depth, which is what
/// steps along the path need; others are drawn again. Belongs to one thread.
public final class BrownianTree {
  private static final int POOL = 24;
  private static final int DECIMALS = 6;
  private static final int MAX_DEPTH = 62;

  private final long seed;
  private final double start;
  private final double end;
  private final double span; // of the interval asked for, before its ends are rounded
  private final int size;
  private final List<Splits> splits = new ArrayList<>();
  private float @Nullable [] root;

  private BrownianTree(long seed, double start, double end, int size) {
    this.seed = seed;
    this.start = rounded(start);
    this.end = rounded(end);
    this.span = end - start;
    this.size = size;
  }

  /// A path of `size` values over `[start, end]`, determined by `seed`.
  public static BrownianTree of(long seed, float start, float end, int size) {
    if (!(start <= end) || size < 1) {
      throw new IllegalArgumentException(
          String.format(
              "a Brownian path needs start <= end and a size of at least 1, got [%s, %s] and %d",
              start, end, size));
    }
    return new BrownianTree(seed, start, end, size);
  }

  /// Fills `out` with the path's increment from the time `from` to the later time `to`.
  public void increment(float from, float to, float[] out) {
    if (out.length != size || !(from <= to)) {
      throw new IllegalArgumentException(
          String.format(
              "expected from <= to and %d values, got [%s, %s] and %d",
              size, from, to, out.length));
    }
    Arrays.fill(out, 0);
    double lower = inside(from);
    double upper = inside(to);
    if (lower < upper) {
      add(new Node(start, end, 0, 0), rootIncrement(), lower, upper, out);
    }
  }

  private float[] rootIncrement() {
    var w = root;
    if (w == null) {
      w = normal(new SeedSequence(seed, POOL).first());
      float scale = (float) Math.sqrt(span);
      for (int i = 0; i < size; i++) {
        w[i] *= scale;
      }
      root = w;
    }
    return w;
  }

  /// Adds the increments of the largest nodes that make up the part of `node` in [lower, upper].
  private void add(Node node, float[] w, double lower, double upper, float[] out) {
    if (lower <= node.start && node.end <= upper) {
      for (int i = 0; i < size; i++) {
        out[i] += w[i];
      }
      return;
    }
    double middle = node.middle();
    if (node.depth == MAX_DEPTH || middle <= node.start || node.end <= middle) {
      throw new IllegalStateException(
          String.format("[%s, %s] is too short to be split at %s", node.start, node.end, lower));
    }
    while (splits.size() <= node.depth) {
      splits.add(new Splits());
    }
    var halves = splits.get(node.depth).of(node, w);
    if (lower < middle) {
      add(node.left(middle), halves.left, lower, Math.min(upper, middle), out);
    }
    if (middle < upper) {
      add(node.right(middle), halves.right, Math.max(lower, middle), upper, out);
    }
  }

  private double inside(float time) {
    return Math.max(start, Math.min(end, rounded(time)));
  }

  private float[] normal(long nodeSeed) {
    return TorchRandom.ofSeed(nodeSeed).draw(size);
  }

  private static double rounded(double time) {
    return new BigDecimal(time).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue();
  }

  /// An interval of the tree: node `index` of the 2^`depth` at its depth.
  private record Node(double start, double end, long index, int depth) {
    double middle() {
      return rounded((start + end) / 2);
    }

    Node left(double middle) {
      return new Node(start, middle, 2 * index, depth + 1);
    }

    Node right(double middle) {
      return new Node(middle, end, 2 * index + 1, depth + 1);
    }
  }

  /// The increments over both halves of a node.
  private record Halves(long index, float[] left, float[] right) {}

  /// The two splits of one depth used last: the ways to the ends of a step.
  private final class Splits {
    private @Nullable Halves latest;
    private @Nullable Halves former;

    Halves of(Node node, float[] w) {
      var found = latest;
      if (found != null && found.index == node.index) {
        return found;
      }
      found = former;
      former = latest;
      if (found == null || found.index != node.index) {
        found = split(node, w, found == null ? new float[size] : found.left);
      }
      latest = found;
      return found;
    }

    private Halves split(Node node, float[] w, float[] left) {
      double middle = node.middle();
      double span = node.end - node.start;
      float toLeft = (float) (middle - node.start);
      float perSpan = (float) (1 / span);
      float deviation = (float) Math.sqrt((middle - node.start) * (node.end - middle) * (1 / span));
      var right = normal(seedOf(node));
      for (int i = 0; i < size; i++) {
        left[i] = toLeft * w[i] * perSpan + deviation * right[i];
        right[i] = w[i] - left[i];
      }
      return new Halves(node.index, left, right);
    }

    private long seedOf(Node node) {
      return new SeedSequence(seed, POOL, node.index, node.depth).first();
    }
  }
}
