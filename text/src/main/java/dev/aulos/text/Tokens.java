package dev.aulos.text;

import java.util.Arrays;

/// A row of ids of fixed length: text cut on the right, then its end mark, then padding.
public final class Tokens {
  private final int[] ids;
  private final int count;

  private Tokens(int[] ids, int count) {
    this.ids = ids;
    this.count = count;
  }

  /// The pieces of a text in a row of `maxLength`; the marks of the frame are kept when it is cut.
  static Tokens of(int[] pieces, int maxLength, SpecialTokens frame) {
    int room = maxLength - frame.frameLength();
    if (room < 0) {
      throw new IllegalArgumentException(
          "maxLength is " + maxLength + ", expected at least " + frame.frameLength());
    }
    int kept = Math.min(pieces.length, room);
    var ids = new int[maxLength];
    Arrays.fill(ids, frame.pad());
    int count = 0;
    if (frame.prependsBos()) {
      ids[count++] = frame.bos().getAsInt();
    }
    System.arraycopy(pieces, 0, ids, count, kept);
    count += kept;
    if (frame.appendsEos()) {
      ids[count++] = frame.eos().getAsInt();
    }
    return new Tokens(ids, count);
  }

  /// The length of the row, padding included.
  public int length() {
    return ids.length;
  }

  /// How many ids come before the padding.
  public int count() {
    return count;
  }

  /// The id at a place of the row.
  public int id(int i) {
    return ids[i];
  }

  /// The ids of the row, padding included.
  public int[] ids() {
    return ids.clone();
  }

  /// 1 where the row has text or its marks, 0 where it is padding.
  public int[] mask() {
    var mask = new int[ids.length];
    Arrays.fill(mask, 0, count, 1);
    return mask;
  }

  @Override
  public String toString() {
    return count + " of " + ids.length + ": " + Arrays.toString(Arrays.copyOf(ids, count));
  }
}
