package dev.aulos.train.data;

import dev.aulos.audio.Pcm;
import dev.aulos.audio.Resampler;
import dev.aulos.audio.Spectrogram;
import java.util.function.Consumer;

/// The spectra a fingerprint is made of: power in decibels of stretches of 1024 samples at 11025
/// Hz, 256 apart, each under a Hann window.
final class FingerprintFrames {
  static final int RATE = 11_025;
  static final int SIZE = 1024;
  static final int HOP = 256;
  static final int BINS = SIZE / 2 + 1;

  private static final int BLOCK = 1024; // frames worked on at once, which bounds the memory
  private static final double FLOOR = 1e-20;

  private FingerprintFrames() {}

  /// The seconds that so many frames take.
  static double seconds(int frames) {
    return frames * (double) HOP / RATE;
  }

  /// A sound's one channel at the rate of fingerprints.
  static Pcm heard(Pcm sound) {
    var mono = sound.toMono();
    if (sound.channels() > 1 && mono.rms() < sound.rms() / 4) { // out of phase: the mean is nothing
      mono = Pcm.of(sound.sampleRate(), sound.channel(0));
    }
    return Resampler.of(sound.sampleRate(), RATE).apply(mono);
  }

  /// Gives every frame's levels, dB by bin, one after the other; the array is the taker's.
  ///
  /// @param shift samples, at the fingerprints' rate, by which the frames start later
  static void forEach(Pcm heard, int shift, Consumer<float[]> taker) {
    int samples = Math.max(0, heard.frames() - shift);
    int frames = samples == 0 ? 0 : 1 + samples / HOP;
    for (int first = 0; first < frames; first += BLOCK) {
      int last = Math.min(frames, first + BLOCK);
      int lead = first == 0 ? 0 : SIZE / HOP; // frames before the block that the mirror would spoil
      int start = shift + (first - lead) * HOP;
      int end = Math.min(heard.frames(), shift + last * HOP + SIZE);
      var spectrogram = Spectrogram.of(heard.slice(start, end), 0, SIZE, HOP);
      for (int t = first; t < last; t++) {
        taker.accept(levels(spectrogram, t - first + lead));
      }
    }
  }

  private static float[] levels(Spectrogram spectrogram, int time) {
    var levels = new float[BINS];
    for (int k = 0; k < BINS; k++) {
      levels[k] = (float) (10 * Math.log10(spectrogram.at(time, k) + FLOOR));
    }
    return levels;
  }
}
