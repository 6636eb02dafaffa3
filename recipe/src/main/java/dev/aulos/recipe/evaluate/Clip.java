package dev.aulos.recipe.evaluate;

import dev.aulos.audio.Pcm;
import dev.aulos.audio.WavOptions;
import dev.aulos.audio.WavWriter;
import dev.aulos.recipe.sound.Example;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;

/// A render kept to be heard: a WAV file of 16 bits; one channel if both are the same.
final class Clip {
  private final byte[] wav;

  private Clip(byte[] wav) {
    this.wav = wav;
  }

  static Clip of(float[][] samples) {
    var sound = Pcm.owning(Example.SAMPLE_RATE, Measurement.finite(samples));
    boolean isMono = samples.length == 2 && Arrays.equals(samples[0], samples[1]);
    var out = new ByteArrayOutputStream();
    try {
      WavWriter.write(out, isMono ? sound.toMono() : sound, WavOptions.pcm16());
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
    return new Clip(out.toByteArray());
  }

  /// The file as the address of itself (RFC 2397).
  String dataUrl() {
    return "data:audio/wav;base64," + Base64.getEncoder().encodeToString(wav);
  }
}
