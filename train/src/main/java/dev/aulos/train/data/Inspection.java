package dev.aulos.train.data;

import dev.aulos.audio.AudioFiles;
import dev.aulos.audio.Pcm;
import dev.aulos.train.data.Dropped.Reason;
import dev.aulos.weights.Npy;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads files and judges each by itself and by those read before it.
final class Inspection {
  private final GatePolicy policy;
  private final Recordings.Content content;
  private final Map<String, String> refused = new HashMap<>(); // names by SHA-256
  private final Map<String, String> bytes = new HashMap<>();
  private final Map<String, String> samples = new HashMap<>();

  Inspection(GatePolicy policy, Recordings.Content content) {
    this.policy = policy;
    this.content = content;
  }

  /// A file is not let in.
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final Reason reason;

    Refusal(Reason reason, String detail) {
      super(detail, null, false, false);
      this.reason = reason;
    }

    Dropped of(Recording recording) {
      return new Dropped(recording.name(), reason, String.valueOf(getMessage()));
    }
  }

  /// Judges what is said of a file. A file whose licence is refused is remembered by its bytes.
  void requireFacts(Recording recording) throws Refusal {
    var refusal = policy.licences().refusal(recording.licence());
    if (refusal.isPresent()) {
      if (recording.licence().isPresent()) {
        refused.putIfAbsent(digest(recording), recording.name());
      }
      throw new Refusal(Reason.LICENCE, refusal.get());
    }
    if (recording.captions().isEmpty() && !policy.keepsUncaptioned()) {
      throw new Refusal(Reason.NO_CAPTION, "no caption; write one in a .txt file of its name");
    }
  }

  /// Reads a file and judges what is in it; all files' facts must have been judged before.
  Candidate inspect(Recording recording) throws Refusal {
    var digest = digest(recording);
    if (refused.containsKey(digest)) {
      throw new Refusal(Reason.LICENCE_CONFLICT, "holds the same bytes as " + refused.get(digest));
    }
    if (bytes.containsKey(digest)) {
      throw new Refusal(Reason.DUPLICATE, "holds the same bytes as " + bytes.get(digest));
    }
    var candidate =
        content == Recordings.Content.AUDIO ? sound(recording, digest) : latent(recording, digest);
    bytes.put(digest, recording.name());
    return candidate;
  }

  private static String digest(Recording recording) throws Refusal {
    try {
      return Digest.of(recording.file());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private Candidate sound(Recording recording, String digest) throws Refusal {
    var sound = read(recording);
    requireLength(sound.durationSeconds());
    requireLevel(sound);
    var inside = Digest.of(sound);
    if (samples.containsKey(inside)) {
      throw new Refusal(Reason.DUPLICATE, "holds the same samples as " + samples.get(inside));
    }
    samples.put(inside, recording.name());
    return new Candidate(
        recording, digest, sound.durationSeconds(), Optional.of(Fingerprint.of(sound)));
  }

  private static Pcm read(Recording recording) throws Refusal {
    Pcm sound;
    try {
      sound = AudioFiles.read(recording.file());
    } catch (IOException e) {
      throw unreadable(e);
    }
    if (sound.frames() == 0) {
      throw new Refusal(Reason.UNREADABLE, "has no samples");
    }
    if (sound.hasNonFinite()) {
      throw new Refusal(Reason.UNREADABLE, "has samples that are not finite numbers");
    }
    return sound;
  }

  private Candidate latent(Recording recording, String digest) throws Refusal {
    try {
      var array = Npy.read(recording.file());
      LatentItems.requireLatent(recording.file(), array);
      for (float value : array.toF32().toFloats()) {
        if (!Float.isFinite(value)) {
          throw new Refusal(Reason.UNREADABLE, "has values that are not finite numbers");
        }
      }
      var facts = LatentFacts.read(recording.file());
      requireLength(facts.secondsTotal());
      return new Candidate(recording, digest, facts.secondsTotal(), Optional.empty());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static Refusal unreadable(IOException e) {
    return new Refusal(Reason.UNREADABLE, String.valueOf(e.getMessage()));
  }

  private void requireLength(double seconds) throws Refusal {
    var limits = policy.limits();
    if (seconds < limits.minSeconds()) {
      throw new Refusal(
          Reason.TOO_SHORT,
          String.format(
              Locale.ROOT, "%.3f s, expected at least %.3f", seconds, limits.minSeconds()));
    }
    if (seconds > limits.maxSeconds()) {
      throw new Refusal(
          Reason.TOO_LONG,
          String.format(
              Locale.ROOT, "%.1f s, expected at most %.1f", seconds, limits.maxSeconds()));
    }
  }

  private void requireLevel(Pcm sound) throws Refusal {
    var limits = policy.limits();
    if (sound.isSilent(limits.silenceDb())) {
      throw new Refusal(
          Reason.SILENT,
          String.format(
              Locale.ROOT,
              "peak is %.1f dB, expected at least %.1f",
              sound.peakDb(),
              limits.silenceDb()));
    }
    double share = Clipping.share(sound);
    if (share > limits.maxClippedShare()) {
      throw new Refusal(
          Reason.CLIPPED,
          String.format(
              Locale.ROOT,
              "%.2f %% of the samples are cut off at full scale, expected at most %.2f",
              100 * share,
              100 * limits.maxClippedShare()));
    }
  }
}
