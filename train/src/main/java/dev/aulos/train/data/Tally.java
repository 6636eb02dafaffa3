package dev.aulos.train.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Votes for one sound at one offset, counted together with the offsets beside it.
///
/// @param index the sound's
/// @param offset frames from the asking sound's to this one's
/// @param votes of the three offsets together
record Tally(int index, int offset, int votes) {
  private static final int BIAS = 1 << 22;

  /// A vote, in an order that puts neighbouring offsets of one sound beside each other.
  static long vote(int index, int offset) {
    return (long) index << 24 | (offset + BIAS);
  }

  /// The tallies of at least `least` votes, at most `most` of them, those with most votes first.
  static List<Tally> of(long[] votes, int least, int most) {
    Arrays.sort(votes);
    List<Tally> single = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= votes.length; i++) {
      if (i == votes.length || votes[i] != votes[start]) {
        int offset = (int) (votes[start] & 0xff_ffff) - BIAS;
        single.add(new Tally((int) (votes[start] >>> 24), offset, i - start));
        start = i;
      }
    }
    List<Tally> tallies = new ArrayList<>();
    for (int i = 0; i < single.size(); i++) {
      var tally = single.get(i);
      int before = i == 0 ? 0 : single.get(i - 1).besides(tally);
      int after = i + 1 == single.size() ? 0 : single.get(i + 1).besides(tally);
      if (tally.votes >= Math.max(before, after) && tally.votes + before + after >= least) {
        tallies.add(new Tally(tally.index, tally.offset, tally.votes + before + after));
      }
    }
    tallies.sort(Comparator.comparingInt(Tally::votes).reversed());
    return tallies.subList(0, Math.min(most, tallies.size()));
  }

  private int besides(Tally other) {
    return index == other.index && Math.abs(offset - other.offset) == 1 ? votes : 0;
  }
}
