package dev.aulos.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// SentencePiece's compiled character map: byte strings to be replaced, and their replacements.
///
/// The blob is the length of a trie in bytes, the trie as a double array of 32-bit units (the
/// layout of Darts-clone), then the replacements, each ended by a zero byte.
final class CharsMap {
  /// The longest replacement taken for sane; NFKC's longest has 33 bytes.
  private static final int MAX_REPLACEMENT = 1024;

  private static final int LEAF = 1 << 31;

  private final int[] units;
  private final byte[] replacements;
  private final int longestReplacement;

  private CharsMap(int[] units, byte[] replacements, int longestReplacement) {
    this.units = units;
    this.replacements = replacements;
    this.longestReplacement = longestReplacement;
  }

  /// The map without rules.
  static CharsMap none() {
    return new CharsMap(new int[1], new byte[0], 0);
  }

  /// Reads and checks a blob.
  static CharsMap read(byte[] blob, String file, String where) throws TokenizerFormatException {
    if (blob.length < 8) {
      throw new TokenizerFormatException(
          file, where, "character map of " + blob.length + " bytes, expected at least 8");
    }
    var in = ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN);
    int trieBytes = in.getInt();
    if (trieBytes < 4 || trieBytes % 4 != 0 || trieBytes > in.remaining()) {
      throw new TokenizerFormatException(
          file,
          where,
          "character map says its trie has "
              + Integer.toUnsignedString(trieBytes)
              + " bytes, expected a multiple of 4 up to "
              + in.remaining());
    }
    var units = new int[trieBytes / 4];
    in.asIntBuffer().get(units);
    var replacements = Arrays.copyOfRange(blob, 4 + trieBytes, blob.length);
    var map = new CharsMap(units, replacements, longestRun(replacements, file, where));
    map.checkLeaves(file, where);
    return map;
  }

  private static int longestRun(byte[] replacements, String file, String where)
      throws TokenizerFormatException {
    int longest = 0;
    int run = 0;
    for (byte b : replacements) {
      run = b == 0 ? 0 : run + 1;
      longest = Math.max(longest, run);
    }
    if (longest > MAX_REPLACEMENT || run > 0) {
      throw new TokenizerFormatException(
          file,
          where,
          run > 0
              ? "the last replacement of the character map has no end"
              : "a replacement of " + longest + " bytes, expected at most " + MAX_REPLACEMENT);
    }
    return longest;
  }

  private void checkLeaves(String file, String where) throws TokenizerFormatException {
    for (int i = 0; i < units.length; i++) {
      if (units[i] >= 0 && hasLeaf(units[i]) && !isSound(i ^ offset(units[i]))) {
        throw new TokenizerFormatException(
            file, where, "unit " + i + " of the trie leads to no replacement");
      }
    }
  }

  private boolean isSound(int leaf) {
    return leaf >= 0
        && leaf < units.length
        && units[leaf] < 0
        && (units[leaf] & ~LEAF) < replacements.length;
  }

  /// The rule for the longest string that the text has at this place, or null.
  @Nullable Rule longest(byte[] text, int from) {
    return match(text, from, text.length, true);
  }

  /// The rule for the shortest string that these bytes begin with, or null.
  @Nullable Rule shortest(byte[] text, int from, int to) {
    return match(text, from, to, false);
  }

  private @Nullable Rule match(byte[] text, int from, int to, boolean longest) {
    @Nullable Rule found = null;
    int at = offset(units[0]);
    for (int i = from; i < to; i++) {
      int label = text[i] & 0xFF;
      at ^= label;
      if (at < 0 || at >= units.length || (units[at] & (LEAF | 0xFF)) != label) {
        break;
      }
      int unit = units[at];
      at ^= offset(unit);
      if (hasLeaf(unit)) {
        found = new Rule(i + 1 - from, units[at] & ~LEAF);
        if (!longest) {
          break;
        }
      }
    }
    return found;
  }

  /// The end of the replacement that begins here, among [#replacements].
  int end(Rule rule) {
    int end = rule.start();
    while (replacements[end] != 0) {
      end++;
    }
    return end;
  }

  /// All replacements, one after the other.
  byte[] replacements() {
    return replacements;
  }

  /// The length of the longest replacement.
  int longestReplacement() {
    return longestReplacement;
  }

  private static boolean hasLeaf(int unit) {
    return ((unit >>> 8) & 1) == 1;
  }

  private static int offset(int unit) {
    return (unit >>> 10) << ((unit & (1 << 9)) >>> 6);
  }

  /// A match: how many bytes of the text it covers, and where its replacement begins.
  record Rule(int length, int start) {}
}
