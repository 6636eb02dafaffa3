package dev.aulos.text;

import java.util.Arrays;
import java.util.PriorityQueue;

/// The model of a `tokenizer.json`: a word to the ids of its pieces.
sealed interface JsonModel {
  /// Appends the ids of a word's pieces.
  void encode(String word, IntList ids);

  /// The id for what cannot be spelt, or [Trie#NONE].
  int unk();

  /// The most probable pieces; a run of unknown characters is one token.
  record Unigram(Pieces pieces, Viterbi viterbi, int unk, ByteFallback bytes) implements JsonModel {
    @Override
    public void encode(String word, IntList ids) {
      var text = Utf8.bytes(word);
      var segments = viterbi.segment(text);
      for (int i = 0; i < segments.count(); ) {
        int first = i;
        int id = segments.id(i++);
        if (id == unk) {
          while (i < segments.count() && segments.id(i) == unk) {
            i++;
          }
          var run = Arrays.copyOfRange(text, segments.start(first), segments.end(i - 1));
          if (!bytes.encode(run, ids)) {
            ids.add(unk);
          }
        } else {
          ids.add(id);
        }
      }
    }
  }

  /// Characters joined pair by pair, the merge of lowest rank first.
  record Bpe(
      Pieces pieces,
      MergeTable merges,
      int unk,
      ByteFallback bytes,
      boolean fusesUnknown,
      boolean ignoresMerges)
      implements JsonModel {
    @Override
    public void encode(String word, IntList ids) {
      int whole = ignoresMerges ? pieces.id(word) : Trie.NONE;
      if (whole == Trie.NONE) {
        new Merging(characters(word), merges).run(ids);
      } else {
        ids.add(whole);
      }
    }

    /// The ids of single characters. An unknown one is held back until a known one comes, and so
    /// may pass bytes: the reference does so too.
    private int[] characters(String word) {
      var ids = new IntList();
      boolean unknown = false;
      int next;
      for (int i = 0; i < word.length(); i = next) {
        next = i + Character.charCount(word.codePointAt(i));
        var character = word.substring(i, next);
        int id = pieces.id(character);
        if (id != Trie.NONE) {
          if (unknown) {
            ids.add(unk);
          }
          unknown = false;
          ids.add(id);
        } else if (!bytes.encode(Utf8.bytes(character), ids) && unk != Trie.NONE) {
          if (unknown && !fusesUnknown) {
            ids.add(unk);
          }
          unknown = true;
        }
      }
      if (unknown) {
        ids.add(unk);
      }
      return ids.toArray();
    }
  }

  /// Pieces for single bytes, for what the vocabulary cannot spell; perhaps none.
  final class ByteFallback {
    private final int[] ids;

    /// `ids` by byte, or empty.
    ByteFallback(int[] ids) {
      this.ids = ids;
    }

    /// Appends the ids of all bytes; does nothing and returns false if one has none.
    boolean encode(byte[] text, IntList out) {
      if (ids.length == 0) {
        return false;
      }
      for (byte b : text) {
        if (ids[b & 0xFF] == Trie.NONE) {
          return false;
        }
      }
      for (byte b : text) {
        out.add(ids[b & 0xFF]);
      }
      return true;
    }
  }

  /// One word on its way through the merges. A joined pair keeps its left place.
  final class Merging {
    private final int[] ids;
    private final MergeTable merges;
    private final int[] previous;
    private final int[] next;
    private final PriorityQueue<Merge> queue = new PriorityQueue<>();

    /// Two neighbours that may be joined; void once they make another id.
    private record Merge(int rank, int left, int id) implements Comparable<Merge> {
      @Override
      public int compareTo(Merge other) {
        int byRank = Integer.compare(rank, other.rank);
        return byRank != 0 ? byRank : Integer.compare(left, other.left);
      }
    }

    Merging(int[] ids, MergeTable merges) {
      this.ids = ids;
      this.merges = merges;
      previous = new int[ids.length];
      next = new int[ids.length];
      for (int i = 0; i < ids.length; i++) {
        previous[i] = i - 1;
        next[i] = i + 1 < ids.length ? i + 1 : -1;
      }
    }

    void run(IntList out) {
      for (int i = 0; i < ids.length; i++) {
        offer(i);
      }
      for (var merge = queue.poll(); merge != null; merge = queue.poll()) {
        if (isCurrent(merge)) {
          join(merge);
        }
      }
      for (int i = 0; i >= 0 && i < ids.length; i = next[i]) {
        out.add(ids[i]);
      }
    }

    private void offer(int left) {
      int place =
          left < 0 || next[left] < 0 ? MergeTable.NONE : merges.find(ids[left], ids[next[left]]);
      if (place != MergeTable.NONE) {
        queue.add(new Merge(merges.rank(place), left, merges.merged(place)));
      }
    }

    private boolean isCurrent(Merge merge) {
      int left = merge.left;
      if (ids[left] < 0 || next[left] < 0) {
        return false;
      }
      int place = merges.find(ids[left], ids[next[left]]);
      return place != MergeTable.NONE && merges.merged(place) == merge.id;
    }

    private void join(Merge merge) {
      int left = merge.left;
      int right = next[left];
      ids[left] = merge.id;
      ids[right] = -1;
      next[left] = next[right];
      if (next[right] >= 0) {
        previous[next[right]] = left;
      }
      offer(previous[left]);
      offer(left);
    }
  }
}
