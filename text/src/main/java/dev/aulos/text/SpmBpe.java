package dev.aulos.text;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/// SentencePiece's byte-pair segmentation: of all neighbours that make a piece, those with the
/// highest score are joined first, and of equals the leftmost.
final class SpmBpe {
  private final SpmVocabulary vocabulary;

  SpmBpe(SpmVocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /// The pieces of a text in UTF-8.
  Segments segment(byte[] text) {
    return text.length == 0 ? new Segments(new int[0], new int[0]) : new Run(text).segment();
  }

  /// A stretch of the text.
  private record Span(int from, int to) {}

  /// Two neighbours that may be joined; void once either has changed.
  private record Pair(int left, int right, float score, int length) implements Comparable<Pair> {
    @Override
    public int compareTo(Pair other) {
      int byScore = Float.compare(other.score, score);
      return byScore != 0 ? byScore : Integer.compare(left, other.left);
    }
  }

  /// One text on its way. Symbols are numbered from left to right; a joined one keeps the left
  /// number, and the right one becomes empty.
  private final class Run {
    private final byte[] text;
    private final int[] from;
    private final int[] to;
    private final int[] previous;
    private final int[] next;
    private final boolean[] frozen;
    private final int count;
    private final PriorityQueue<Pair> agenda = new PriorityQueue<>();
    private final Map<Span, Integer> splits = new HashMap<>();

    Run(byte[] text) {
      this.text = text;
      var starts = new IntList();
      frozen = new boolean[text.length];
      for (int at = 0; at < text.length; ) {
        int userDefined = vocabulary.userDefined().longest(text, at);
        frozen[starts.size()] = userDefined > 0;
        starts.add(at);
        at += userDefined > 0 ? userDefined : Utf8.charLength(text, at, text.length);
      }
      count = starts.size();
      from = starts.toArray();
      to = new int[count];
      previous = new int[count];
      next = new int[count];
      for (int i = 0; i < count; i++) {
        to[i] = i + 1 < count ? from[i + 1] : text.length;
        previous[i] = i - 1;
        next[i] = i + 1 < count ? i + 1 : -1;
      }
    }

    Segments segment() {
      for (int i = 1; i < count; i++) {
        offer(i - 1, i);
      }
      for (var pair = agenda.poll(); pair != null; pair = agenda.poll()) {
        if (isCurrent(pair)) {
          join(pair);
        }
      }
      return resegment();
    }

    private void offer(int left, int right) {
      if (left < 0 || right < 0 || frozen[left] || frozen[right]) {
        return;
      }
      int id = vocabulary.find(text, from[left], to[right]);
      if (id == Trie.NONE) {
        return;
      }
      agenda.add(new Pair(left, right, vocabulary.score(id), to[right] - from[left]));
      if (vocabulary.type(id) == SpmModel.PieceType.UNUSED) {
        splits.put(new Span(from[left], to[right]), to[left]);
      }
    }

    private boolean isCurrent(Pair pair) {
      int left = to[pair.left] - from[pair.left];
      int right = to[pair.right] - from[pair.right];
      return left > 0 && right > 0 && left + right == pair.length;
    }

    private void join(Pair pair) {
      int left = pair.left;
      int right = pair.right;
      to[left] = to[right];
      from[right] = to[right];
      next[left] = next[right];
      if (next[right] >= 0) {
        previous[next[right]] = left;
      }
      offer(previous[left], left);
      offer(left, next[left]);
    }

    /// The symbols' ids; those made of an unused piece are taken apart again.
    private Segments resegment() {
      var ids = new IntList();
      var ends = new IntList();
      var open = new ArrayDeque<Span>();
      for (int i = 0; i >= 0; i = next[i]) {
        open.push(new Span(from[i], to[i]));
        while (!open.isEmpty()) {
          var span = open.pop();
          int id = vocabulary.idOf(text, span.from, span.to);
          var split = vocabulary.type(id) == SpmModel.PieceType.UNUSED ? splits.get(span) : null;
          if (split == null) {
            ids.add(id);
            ends.add(span.to);
          } else {
            open.push(new Span(split, span.to));
            open.push(new Span(span.from, split));
          }
        }
      }
      return new Segments(ids.toArray(), ends.toArray());
    }
  }
}
