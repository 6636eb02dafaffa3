package dev.aulos.train.data;

import dev.aulos.audio.AudioFiles;
import dev.aulos.audio.AudioFormatException;
import dev.aulos.audio.Pcm;
import dev.aulos.audio.Resampler;
import dev.aulos.audio.WavFile;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Optional;

/// A sound file of which a part is read, at another rate: of WAV files no more than that part is
/// decoded.
final class SoundFile {
  private static final int MARGIN = 16; // input frames beyond the kernel's reach, at equal rates

  private final Path file;
  private final Optional<Pcm> whole;
  private final int rate;
  private final Resampler resampler;
  private final int step; // input frames to outputs, both in lowest terms
  private final int phases;
  private final int frames; // at the new rate

  private SoundFile(Path file, Optional<Pcm> whole, int rate, long frames, int newRate) {
    this.file = file;
    this.whole = whole;
    this.rate = rate;
    this.resampler = Resampler.reference(rate, newRate);
    int divisor = BigInteger.valueOf(rate).gcd(BigInteger.valueOf(newRate)).intValue();
    this.step = rate / divisor;
    this.phases = newRate / divisor;
    this.frames = resampler.frames(Math.toIntExact(frames));
  }

  static SoundFile open(Path file, int newRate) throws IOException {
    try {
      var info = WavFile.inspect(file);
      return new SoundFile(file, Optional.empty(), info.sampleRate(), info.frames(), newRate);
    } catch (AudioFormatException notWav) {
      var sound = AudioFiles.read(file); // fails with more to say if it is no sound at all
      return new SoundFile(file, Optional.of(sound), sound.sampleRate(), sound.frames(), newRate);
    }
  }

  /// The length at the new rate.
  int frames() {
    return frames;
  }

  /// Frames at the new rate, to the bit as of the whole file resampled.
  Pcm read(int start, int end) throws IOException {
    if (whole.isPresent()) {
      return resampler.apply(whole.get(), start, end);
    }
    long reach = MARGIN * (1L + step / phases);
    long steps = Math.max(0, (long) start * step / phases - reach) / step;
    long from = steps * step;
    long to = ((long) end * step + phases - 1) / phases + reach;
    var part = WavFile.readRange(file, from / (double) rate, (to - from) / (double) rate).sound();
    int before = Math.toIntExact(steps * phases);
    int there = Math.min(end - before, resampler.frames(part.frames()));
    return resampler.apply(part, start - before, there).fitTo(end - start);
  }
}
