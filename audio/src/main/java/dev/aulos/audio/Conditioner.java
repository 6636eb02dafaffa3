package dev.aulos.audio;

/// What is done to a sound's level before it leaves. Each is deterministic and keeps rate, channels
/// and length.
public sealed interface Conditioner permits Untouched, HardClip, Normalizer, Limiter {
  /// The sound with its level seen to.
  Pcm apply(Pcm sound);
}
