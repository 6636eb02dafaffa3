package dev.aulos.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.audio.Pcm;
import dev.aulos.audio.WavFile;
import dev.aulos.audio.WavOptions;
import dev.aulos.audio.WavWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditCommandTest {
  @TempDir static Path home;
  @TempDir Path folder;
  private final Program program = new Program(home);

  @BeforeAll
  static void makeModel() throws IOException {
    TinyModel.in(home.resolve("models/tiny"));
  }

  private Path tone(int sampleRate, int channels) throws IOException {
    var samples = new float[channels][sampleRate];
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < sampleRate; i++) {
        samples[c][i] = (float) (0.5 * Math.sin(2 * Math.PI * 220 * i / sampleRate));
      }
    }
    var file = folder.resolve("tone.wav");
    WavWriter.write(file, Pcm.owning(sampleRate, samples), WavOptions.float32());
    return file;
  }

  @ParameterizedTest
  @CsvSource({"8000,1", "96000,2", "44100,2", "44100,6"})
  void editsSoundOfAnyRateAndChannels(int sampleRate, int channels) throws IOException {
    var input = tone(sampleRate, channels);
    var output = folder.resolve("edited.wav");
    program
        .run("edit", input.toString(), "strings", "-o", output.toString(), "--steps", "2")
        .assertSuccess();
    var sound = WavFile.read(output).sound();
    assertThat(sound.sampleRate()).isEqualTo(44100);
    assertThat(sound.channels()).isEqualTo(2);
    assertThat(sound.hasNonFinite()).isFalse();
  }

  @Test
  void repeatsAnEditOfTheSameSeed() throws IOException {
    var input = tone(44100, 2).toString();
    var first = folder.resolve("a.wav");
    var second = folder.resolve("b.wav");
    program.run("edit", input, "strings", "-o", first.toString(), "--seed", "3").assertSuccess();
    program.run("edit", input, "strings", "-o", second.toString(), "--seed", "3").assertSuccess();
    assertThat(second).hasSameBinaryContentAs(first);
  }

  @Test
  void refusesInputThatIsNoSound() throws IOException {
    var output = folder.resolve("a.wav").toString();
    var text = Files.writeString(folder.resolve("text.wav"), "no sound at all, only text in here");
    program.run("edit", text.toString(), "x", "-o", output).assertRefused("text.wav");
    program.run("edit", "gone.wav", "x", "-o", output).assertRefused("gone.wav", "no such file");
    program.run("edit", folder.toString(), "x", "-o", output).assertRefused("is a folder");
    var mp3 = Files.write(folder.resolve("a.mp3"), "ID3\4\0\0\0\0\0\0".getBytes(UTF_8));
    program.run("edit", mp3.toString(), "x", "-o", output).assertRefused("a.mp3", "WAV");
    var empty = Files.write(folder.resolve("empty.wav"), new byte[0]);
    program.run("edit", empty.toString(), "x", "-o", output).assertRefused("empty.wav");
    assertThat(folder.resolve("a.wav")).doesNotExist();
  }

  @Test
  void refusesToRepeatAnEditWhoseInputIsNotStored() throws IOException {
    var take = folder.resolve("a.wav").toString();
    program.run("edit", tone(44100, 2).toString(), "strings", "-o", take).assertSuccess();
    program.run("generate", "--from", take).assertRefused("aulos edit");
  }

  @Test
  void refusesNoiseLevelsOutOfRange() throws IOException {
    var input = tone(44100, 2).toString();
    for (var level : new String[] {"0", "-1", "NaN", "1.5"}) {
      program.run("edit", input, "x", "--noise-level", level).assertRefused("noise level");
    }
  }
}
