package dev.aulos.train.data;

import java.util.Optional;

/// A file that a gate has read and not dropped so far.
///
/// @param fingerprint none of a latent
record Candidate(
    Recording recording, String sha256, double seconds, Optional<Fingerprint> fingerprint) {
  Manifest.Entry entry() {
    return new Manifest.Entry(
        recording.name(),
        sha256,
        seconds,
        recording.captions(),
        recording.licence(),
        recording.source(),
        fingerprint.map(Fingerprint::summary));
  }
}
