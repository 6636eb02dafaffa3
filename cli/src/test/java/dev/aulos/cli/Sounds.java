package dev.aulos.cli;

import dev.aulos.audio.Pcm;
import dev.aulos.audio.Quantization;
import dev.aulos.audio.WavFile;
import dev.aulos.audio.WavOptions;
import dev.aulos.audio.WavWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

/// Sounds to work on.
final class Sounds {
  private Sounds() {}

  /// Writes noise at 44.1 kHz, two channels of 16 bits.
  static Path noise(Path file, int frames) throws IOException {
    var random = new SplittableRandom(frames);
    var samples = new float[2 * frames];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = random.nextInt(-3000, 3000) / 32768f;
    }
    var options = WavOptions.pcm16().withQuantization(new Quantization.Nearest());
    WavWriter.write(file, Pcm.planar(44_100, 2, samples), options);
    return file;
  }

  static Pcm read(Path file) throws IOException {
    return WavFile.read(file).sound();
  }
}
