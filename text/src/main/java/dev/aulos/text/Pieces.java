package dev.aulos.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The vocabulary of a `tokenizer.json`: ids by spelling and spellings by id; ids may have gaps.
final class Pieces {
  /// No id reaches this; the largest vocabularies known have a quarter million.
  static final int MAX_ID = 1 << 22;

  private final Map<String, Integer> ids = new HashMap<>();
  private @Nullable String[] texts = new @Nullable String[1024];
  private int end;

  /// Adds a piece; returns whether neither its spelling nor its id was taken.
  boolean add(String text, int id) {
    if (id >= texts.length) {
      texts = Arrays.copyOf(texts, Math.max(id + 1, 2 * texts.length));
    }
    if (texts[id] != null || ids.putIfAbsent(text, id) != null) {
      return false;
    }
    texts[id] = text;
    end = Math.max(end, id + 1);
    return true;
  }

  /// The id of a spelling, or [Trie#NONE].
  int id(String text) {
    return ids.getOrDefault(text, Trie.NONE);
  }

  /// The spelling of an id, or null in a gap.
  @Nullable String text(int id) {
    return id < 0 || id >= end ? null : texts[id];
  }

  /// One more than the highest id.
  int end() {
    return end;
  }

  boolean isEmpty() {
    return end == 0;
  }

  /// The ids of `<0x00>` to `<0xFF>`, [Trie#NONE] for each that is missing.
  int[] byteIds() {
    var byteIds = new int[256];
    for (int value = 0; value < 256; value++) {
      var hex = Integer.toHexString(0x100 | value).substring(1).toUpperCase(Locale.ROOT);
      byteIds[value] = id("<0x" + hex + ">");
    }
    return byteIds;
  }
}
