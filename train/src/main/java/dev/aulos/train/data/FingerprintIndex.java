package dev.aulos.train.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/// Fingerprints of many sounds, to find those that are the same as a given one.
///
/// Landmarks of equal hash vote for a sound and an offset; the offsets with the most votes are then
/// settled by comparing levels band by band. A hash that more than 1000 landmarks share tells
/// nothing and is passed over.
public final class FingerprintIndex {
  private static final int MAX_SHARED = 1000;
  private static final int MAX_SETTLED = 8;

  private final List<Fingerprint> sounds;
  private final long[] entries; // hash, 22 bits; sound, 21; frame, 21; sorted
  private final Sameness sameness;

  private FingerprintIndex(List<Fingerprint> sounds, long[] entries, Sameness sameness) {
    this.sounds = sounds;
    this.entries = entries;
    this.sameness = sameness;
  }

  /// An index of these sounds.
  ///
  /// @throws IllegalArgumentException if they are two million or more, or hold more landmarks than
  ///   an array can
  public static FingerprintIndex of(List<Fingerprint> sounds, Sameness sameness) {
    if (sounds.size() >= 1 << 21) {
      throw new IllegalArgumentException(
          sounds.size() + " sounds, expected fewer than 2097152 in one index");
    }
    long total = sounds.stream().mapToLong(Fingerprint::landmarks).sum();
    if (total > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          total + " landmarks, expected fewer than 2147483640 in one index; split the set");
    }
    var entries = new long[(int) total];
    int at = 0;
    for (int i = 0; i < sounds.size(); i++) {
      for (long landmark : sounds.get(i).own().landmarks()) {
        long start = start(Landmark.hash(landmark));
        entries[at++] = start | (long) i << Landmark.TIME_BITS | Landmark.time(landmark);
      }
    }
    Arrays.parallelSort(entries);
    return new FingerprintIndex(List.copyOf(sounds), entries, sameness);
  }

  /// The least entry of a hash; flipping the top bit makes signed order the order of hashes.
  private static long start(int hash) {
    return (long) hash << 42 ^ Long.MIN_VALUE;
  }

  /// The number of sounds.
  public int size() {
    return sounds.size();
  }

  /// The best match of a sound among all; none if none is the same.
  public Optional<Match> match(Fingerprint sound) {
    return match(sound, index -> true);
  }

  /// The best match among the sounds that `candidates` takes.
  public Optional<Match> match(Fingerprint sound, IntPredicate candidates) {
    return matches(sound, candidates).stream()
        .max(
            Comparator.comparingInt(Match::landmarks)
                .thenComparing(Match::index, Comparator.reverseOrder()));
  }

  /// Everything that is the same among the sounds that `candidates` takes.
  List<Match> matches(Fingerprint sound, IntPredicate candidates) {
    List<Match> matches = new ArrayList<>();
    for (var side : sound.sides()) {
      var votes = votes(side.landmarks(), candidates);
      for (var tally : Tally.of(votes, Sameness.MIN_LANDMARKS, MAX_SETTLED)) {
        settle(sound.seconds(), side, tally).ifPresent(matches::add);
      }
    }
    return matches;
  }

  /// A vote a shared hash: the sound above the offset, as [Tally] reads it.
  private long[] votes(long[] asked, IntPredicate candidates) {
    var votes = new long[1024];
    int count = 0;
    for (long landmark : asked) {
      int hash = Landmark.hash(landmark);
      int from = lowerBound(start(hash));
      int to = lowerBound(start(hash + 1));
      if (hash == (1 << 22) - 1) {
        to = entries.length;
      }
      if (to - from > MAX_SHARED) {
        continue;
      }
      for (int i = from; i < to; i++) {
        int index = (int) (entries[i] >>> Landmark.TIME_BITS) & Landmark.MAX_TIME;
        if (candidates.test(index)) {
          if (count == votes.length) {
            votes = Arrays.copyOf(votes, 2 * count);
          }
          votes[count++] = Tally.vote(index, Landmark.time(entries[i]) - Landmark.time(landmark));
        }
      }
    }
    return Arrays.copyOf(votes, count);
  }

  private int lowerBound(long value) {
    int low = 0;
    int high = entries.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// A match, if what a tally suggests holds: over all that both have at that offset, or else over
  /// the stretch of the landmarks that agree.
  private Optional<Match> settle(double ofSeconds, Fingerprint.Side side, Tally tally) {
    var other = sounds.get(tally.index());
    var bands = other.own().bands();
    int offset = tally.offset();
    var agreeing = Agreeing.of(side.landmarks(), other.own().landmarks(), offset);
    double least = Math.min(sameness.seconds(), Math.min(ofSeconds, other.seconds()) / 2);
    int from = Math.max(0, -offset);
    int to = Math.min(side.bands().frames(), bands.frames() - offset);
    for (var stretch : List.of(agreeing.between(from, to), agreeing.between())) {
      double distance = side.bands().distanceDb(bands, stretch.from(), stretch.to(), offset);
      if (sameness.holds(stretch, least, distance)) {
        double start = FingerprintFrames.seconds(offset) - side.startSeconds();
        return Optional.of(
            new Match(
                tally.index(),
                stretch.count(),
                stretch.share(),
                distance,
                start,
                stretch.seconds()));
      }
    }
    return Optional.empty();
  }
}
