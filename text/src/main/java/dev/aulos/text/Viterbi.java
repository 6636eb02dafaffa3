package dev.aulos.text;

import java.util.Arrays;

/// The most probable segmentation of a text under a unigram model.
///
/// A piece whose score is NaN is never taken. A character that is no piece may be taken as unknown,
/// at `unkScore`. Of equal paths the one found first wins: starts from left to right, shorter
/// pieces before longer ones.
final class Viterbi {
  /// How path scores are kept: SentencePiece rounds them to floats, `tokenizers` does not.
  enum Precision {
    SINGLE,
    DOUBLE
  }

  private final Trie trie;
  private final double[] scores;
  private final int unk;
  private final double unkScore;
  private final Precision precision;

  Viterbi(Trie trie, double[] scores, int unk, double unkScore, Precision precision) {
    this.trie = trie;
    this.scores = scores;
    this.unk = unk;
    this.unkScore = unkScore;
    this.precision = precision;
  }

  /// The pieces of a text in UTF-8.
  Segments segment(byte[] text) {
    var best = new Best(text.length + 1);
    int step;
    for (int start = 0; start < text.length; start += step) {
      step = Utf8.charLength(text, start, text.length);
      if (!extend(text, start, step, best)) {
        best.offer(start, start + step, unk, unkScore);
      }
    }
    return best.path();
  }

  /// Offers every piece that begins here; returns whether one is the single character.
  private boolean extend(byte[] text, int start, int charLength, Best best) {
    boolean single = false;
    int node = Trie.ROOT;
    for (int end = start; end < text.length; ) {
      node = trie.next(node, text[end++] & 0xFF);
      if (node == Trie.NONE) {
        break;
      }
      int id = trie.id(node);
      if (id != Trie.NONE && !Double.isNaN(scores[id])) {
        best.offer(start, end, id, scores[id]);
        single |= end - start == charLength;
      }
    }
    return single;
  }

  private double round(double score) {
    return precision == Precision.SINGLE ? (float) score : score;
  }

  /// For each place in the text, the best piece that ends there.
  private final class Best {
    final double[] score;
    final int[] id;
    final int[] start;

    Best(int places) {
      score = new double[places];
      id = new int[places];
      start = new int[places];
      Arrays.fill(start, -1);
    }

    void offer(int from, int to, int piece, double pieceScore) {
      double candidate = round(pieceScore + score[from]);
      if (start[to] < 0 || candidate > score[to]) {
        score[to] = candidate;
        id[to] = piece;
        start[to] = from;
      }
    }

    Segments path() {
      int count = 0;
      for (int end = start.length - 1; end > 0; end = start[end]) {
        count++;
      }
      var ids = new int[count];
      var ends = new int[count];
      for (int end = start.length - 1; end > 0; end = start[end]) {
        ids[--count] = id[end];
        ends[count] = end;
      }
      return new Segments(ids, ends);
    }
  }
}
