package dev.aulos.train.data;

import dev.aulos.audio.AudioFiles;
import dev.aulos.graph.Cancellation;
import dev.aulos.train.data.DataProgress.Stage;
import dev.aulos.train.data.Dropped.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// What stands between a folder and training: it lets in the files that a policy allows, each sound
/// once, and none that sounds as one of a reference folder does.
///
/// Of files that are the same, the first by name stays.
public final class Gate {
  private final GatePolicy policy;
  private final Optional<Recordings> reference;

  private Gate(GatePolicy policy, Optional<Recordings> reference) {
    this.policy = policy;
    this.reference = reference;
  }

  /// A gate with a policy and no reference.
  public static Gate of(GatePolicy policy) {
    return new Gate(policy, Optional.empty());
  }

  /// A gate that also drops what sounds as a recording of these does.
  ///
  /// @throws IllegalArgumentException if they are not sounds
  public Gate against(Recordings reference) {
    if (reference.content() != Recordings.Content.AUDIO) {
      throw new IllegalArgumentException(
          reference.folder() + ": the reference holds latents, expected sounds");
    }
    return new Gate(policy, Optional.of(reference));
  }

  /// Lets a folder's files in or drops them.
  ///
  /// @throws DatasetException if latents are to be compared with a reference
  /// @throws java.util.concurrent.CancellationException if it is cancelled
  public Sifted sift(
      Recordings recordings, Consumer<DataProgress> progress, Cancellation cancellation)
      throws IOException {
    if (recordings.content() == Recordings.Content.LATENT && reference.isPresent()) {
      throw new DatasetException(
          recordings.folder(),
          "latents cannot be compared with a reference; let the sounds through the gate before"
              + " they are encoded");
    }
    return new Sifting(recordings, new Passage(progress, cancellation)).sift();
  }

  /// One passage of a folder through the gate.
  private final class Sifting {
    private final Recordings recordings;
    private final Passage passage;
    private final List<Dropped> dropped = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Sifting(Recordings recordings, Passage passage) {
      this.recordings = recordings;
      this.passage = passage;
    }

    Sifted sift() {
      var candidates = read();
      var kept =
          recordings.content() == Recordings.Content.AUDIO ? compared(candidates) : candidates;
      if (recordings.content() == Recordings.Content.LATENT) {
        notes.add("latents have no fingerprints: near-duplicates were not looked for");
      }
      var entries = kept.stream().map(Candidate::entry).toList();
      dropped.sort(Comparator.comparing(Dropped::name));
      var report =
          new GateReport(
              recordings.all().size(),
              entries.size(),
              entries.stream().mapToDouble(Manifest.Entry::seconds).sum(),
              (int) entries.stream().filter(entry -> entry.captions().isEmpty()).count(),
              dropped,
              notes);
      return new Sifted(recordings.folder(), recordings.content(), entries, report);
    }

    private List<Candidate> read() {
      var inspection = new Inspection(policy, recordings.content());
      List<Recording> admitted = new ArrayList<>();
      for (var recording : recordings.all()) {
        passage.cancellation().check();
        try {
          inspection.requireFacts(recording);
          admitted.add(recording);
        } catch (Inspection.Refusal e) {
          dropped.add(e.of(recording));
        }
      }
      List<Candidate> candidates = new ArrayList<>();
      for (int i = 0; i < admitted.size(); i++) {
        passage.next(Stage.READING, i, admitted.size(), admitted.get(i).name());
        try {
          candidates.add(inspection.inspect(admitted.get(i)));
        } catch (Inspection.Refusal e) {
          dropped.add(e.of(admitted.get(i)));
        }
      }
      return candidates;
    }

    private List<Candidate> compared(List<Candidate> candidates) {
      var prints = candidates.stream().map(one -> one.fingerprint().orElseThrow()).toList();
      noteShort(prints);
      var known = reference();
      var own = FingerprintIndex.of(prints, policy.sameness().orElseGet(Sameness::usual));
      var isKept = new boolean[candidates.size()];
      List<Candidate> kept = new ArrayList<>();
      for (int i = 0; i < isKept.length; i++) {
        var name = candidates.get(i).recording().name();
        passage.next(Stage.COMPARING, i, isKept.length, name);
        int at = i;
        var found = known.match(prints.get(i));
        var earlier =
            policy.sameness().flatMap(s -> own.match(prints.get(at), j -> j < at && isKept[j]));
        if (found.isPresent()) {
          dropped.add(new Dropped(name, Reason.REFERENCE, words(found.get(), known.names())));
        } else if (earlier.isPresent()) {
          var names = candidates.stream().map(one -> one.recording().name()).toList();
          dropped.add(new Dropped(name, Reason.NEAR_DUPLICATE, words(earlier.get(), names)));
        } else {
          isKept[i] = true;
          kept.add(candidates.get(i));
        }
      }
      return kept;
    }

    private void noteShort(List<Fingerprint> prints) {
      long few = prints.stream().filter(p -> p.landmarks() < Sameness.MIN_LANDMARKS).count();
      if (few > 0) {
        notes.add(
            few
                + " sounds are too short or too plain for a fingerprint: only exact duplicates of"
                + " them were looked for");
      }
    }

    private Known reference() {
      List<String> names = new ArrayList<>();
      List<Fingerprint> prints = new ArrayList<>();
      var all = reference.map(Recordings::all).orElse(List.of());
      for (int i = 0; i < all.size(); i++) {
        passage.next(Stage.REFERENCE, i, all.size(), all.get(i).name());
        try {
          prints.add(Fingerprint.of(AudioFiles.read(all.get(i).file())));
          names.add(all.get(i).name());
        } catch (IOException | IllegalArgumentException e) {
          notes.add(
              "not compared with the reference's " + all.get(i).name() + ": " + e.getMessage());
        }
      }
      var sameness = policy.sameness().orElseGet(Sameness::usual);
      return new Known(names, FingerprintIndex.of(prints, sameness));
    }
  }

  /// The reference's sounds.
  private record Known(List<String> names, FingerprintIndex index) {
    Optional<Match> match(Fingerprint sound) {
      return index.match(sound);
    }
  }

  private static String words(Match match, List<String> names) {
    return String.format(
        Locale.ROOT,
        "%.1f s are those of %s from %.1f s on (%d landmarks agree, %.0f %%, levels within %.1f"
            + " dB)",
        match.seconds(),
        names.get(match.index()),
        Math.max(0, match.offsetSeconds()),
        match.landmarks(),
        100 * match.score(),
        match.distanceDb());
  }
}
