package dev.aulos.text;

import java.util.HashMap;
import java.util.Map;

/// Tokens that are looked for in the text itself, before the model has its turn.
///
/// Those marked `normalized` are looked for in the normalized text, all others in the text as
/// given.
final class AddedTokens {
  /// One token and how it is matched.
  ///
  /// @param singleWord only where no letter or digit touches it
  /// @param stripsLeft takes the spaces before it along
  /// @param stripsRight takes the spaces after it along
  record Added(
      int id,
      String content,
      boolean singleWord,
      boolean stripsLeft,
      boolean stripsRight,
      boolean normalized,
      boolean special) {}

  /// Takes the parts of a text as they are found, from left to right.
  interface Parts {
    void text(String part, boolean atStart);

    void token(int id);
  }

  private final Map<Integer, Added> byId = new HashMap<>();
  private final Trie raw = new Trie();
  private final Trie normalized = new Trie();

  /// Adds a token; `spelling` is its content, normalized if it is to be found in normalized text.
  void add(Added token, String spelling) {
    byId.put(token.id, token);
    if (!spelling.isEmpty()) {
      (token.normalized ? normalized : raw).put(spelling, token.id);
    }
  }

  /// Whether this is the id of a special token.
  boolean isSpecial(int id) {
    var token = byId.get(id);
    return token != null && token.special;
  }

  /// Cuts the text as given.
  void splitRaw(String text, Parts parts) {
    split(text, raw, true, parts);
  }

  /// Cuts normalized text.
  void splitNormalized(String text, boolean atStart, Parts parts) {
    split(text, normalized, atStart, parts);
  }

  private void split(String text, Trie tokens, boolean atStart, Parts parts) {
    int done = 0;
    int length;
    for (int at = 0; at < text.length(); at += Math.max(1, length)) {
      length = tokens.longest(text, at);
      var token = length == 0 ? null : byId.get(tokens.find(text, at, at + length));
      if (token == null || (token.singleWord && touchesWord(text, at, at + length))) {
        continue;
      }
      int from = token.stripsLeft ? startOfSpace(text, at) : at;
      from = Math.max(from, done);
      if (done < from) {
        parts.text(text.substring(done, from), atStart && done == 0);
      }
      parts.token(token.id);
      done = token.stripsRight ? endOfSpace(text, at + length) : at + length;
    }
    if (done < text.length()) {
      parts.text(text.substring(done), atStart && done == 0);
    }
  }

  private static boolean touchesWord(String text, int from, int to) {
    return (from > 0 && Chars.isWord(text.codePointBefore(from)))
        || (to < text.length() && Chars.isWord(text.codePointAt(to)));
  }

  private static int startOfSpace(String text, int at) {
    int start = at;
    while (start > 0 && Chars.isSpace(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private static int endOfSpace(String text, int at) {
    int end = at;
    while (end < text.length() && Chars.isSpace(text.charAt(end))) {
      end++;
    }
    return end;
  }
}
