package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a machine does that has nothing but the product.
class BuiltInModelTest {
  @TempDir static Path home;
  @TempDir Path folder;
  private final Program program = new Program(home);

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void makesSoundOfASentenceAndTheSameAgain() throws Exception {
    var first = path("loop.wav");
    program
        .run("generate", "128 BPM electronic drum loop", "-o", first, "--seconds", "3")
        .assertSuccess();
    var sound = Sounds.read(Path.of(first));
    assertThat(sound.sampleRate()).isEqualTo(44_100);
    assertThat(sound.channels()).isEqualTo(2);
    assertThat(sound.frames()).isEqualTo(132_300);
    assertThat(sound.isSilent()).isFalse();
    assertThat(sound.hasNonFinite()).isFalse();
    program
        .run("generate", "--from", first, "-o", path("again.wav"), "--threads", "1")
        .assertSuccess();
    assertThat(Sounds.read(Path.of(path("again.wav"))).channel(0)).isEqualTo(sound.channel(0));
  }

  @Test
  void editsWhatItMade() throws Exception {
    var tone = path("tone.wav");
    program.run("generate", "soft sine tone", "-o", tone, "--seconds", "2").assertSuccess();
    program.run("edit", tone, "rain", "--inpaint", "1-2", "-o", path("parts.wav")).assertSuccess();
    var parts = Sounds.read(Path.of(path("parts.wav")));
    var given = Sounds.read(Path.of(tone));
    for (int t = 0; t < 40_000; t++) {
      assertThat(parts.channel(0)[t]).isEqualTo(given.channel(0)[t]);
    }
    program.run("edit", tone, "rain", "--continue", "1", "-o", path("longer.wav")).assertSuccess();
    assertThat(Sounds.read(Path.of(path("longer.wav"))).frames()).isEqualTo(132_300);
  }

  @Test
  void makesSixSecondsWhereNobodySaysHowLong() throws Exception {
    program.run("generate", "rain", "-o", path("rain.wav"), "--steps", "1").assertSuccess();
    assertThat(Sounds.read(Path.of(path("rain.wav"))).frames()).isEqualTo(264_600);
  }

  /// Takes of noise have nothing in common, so that they can be laid over each other.
  @Test
  void anotherSeedIsAnotherTakeOfTheNoise() throws Exception {
    var takes = new float[2][];
    for (int i = 0; i < 2; i++) {
      var rain = path("rain" + i + ".wav");
      program
          .run("generate", "heavy rain", "-o", rain, "--seconds", "2", "--seed", "" + i)
          .assertSuccess();
      takes[i] = Sounds.read(Path.of(rain)).channel(0);
    }
    assertThat(Math.abs(product(takes[0], takes[1])))
        .isLessThan(0.1 * Math.sqrt(product(takes[0], takes[0]) * product(takes[1], takes[1])));
  }

  private static double product(float[] x, float[] y) {
    double sum = 0;
    for (int t = 0; t < x.length; t++) {
      sum += (double) x[t] * y[t];
    }
    return sum;
  }

  @Test
  void isMeasuredBesideAnother() {
    var result =
        program.run(
            "evaluate", "--prompts", "3", "--steps", "1", "--against", "nano", "--rounds", "2");
    assertThat(result.assertSuccess().out())
        .contains("prompts", "with 95 % certainty", "prompts right more often")
        .containsPattern("renders +6 +6");
  }

  @Test
  void isListed() {
    assertThat(program.run("models", "list").assertSuccess().out()).contains("Built in:", "nano");
    assertThat(program.run("models", "show", "nano").assertSuccess().out()).contains("SAME");
  }
}
