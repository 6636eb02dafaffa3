package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.weights.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodecCommandsTest {
  @TempDir static Path home;
  @TempDir Path folder;
  private final Program program = new Program(home);

  @BeforeAll
  static void makeModel() throws IOException {
    ReferenceModel.autoencoder(home.resolve("models/same"));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void encodesAndDecodesASound() throws IOException {
    Sounds.noise(folder.resolve("in.wav"), 80_000);
    var encoded = program.run("encode", path("in.wav"), "-o", path("x.npy")).assertSuccess();
    assertThat(encoded.out()).contains("16 channels × 313 frames", "1.814 s");
    var latent = Npy.read(folder.resolve("x.npy"));
    assertThat(latent.shape()).containsExactly(16, 313);
    var decoded = program.run("decode", path("x.npy"), "-o", path("out.wav")).assertSuccess();
    assertThat(decoded.out().strip()).isEqualTo(path("out.wav") + "  1.816 s");
    var sound = Sounds.read(folder.resolve("out.wav"));
    assertThat(sound.frames()).isEqualTo(313 * 256);
    assertThat(sound.channels()).isEqualTo(2);
    assertThat(sound.isSilent()).isFalse();
  }

  @Test
  void cutsADecodedSound() throws IOException {
    Npy.write(folder.resolve("x.npy"), NdArray.zeros(DType.F16, 1, 16, 400));
    var out = path("out.wav");
    program.run("decode", path("x.npy"), "-o", out, "--seconds", "2").assertSuccess();
    assertThat(Sounds.read(Path.of(out)).frames()).isEqualTo(88_200);
  }

  @Test
  void tellsAsJson() throws IOException {
    Sounds.noise(folder.resolve("in.wav"), 1000);
    var encoded = program.run("encode", path("in.wav"), "-o", path("x.npy"), "--json").json();
    assertThat(encoded.get("frames").getAsInt()).isEqualTo(4);
    var decoded = program.run("decode", path("x.npy"), "-o", path("o.wav"), "--json").json();
    assertThat(decoded.get("seconds").getAsDouble()).isEqualTo(1024 / 44_100.0);
  }

  @Test
  void usesTheAutoencoderOfAModel() throws IOException {
    TinyModel.in(home.resolve("tiny"));
    var model = home.resolve("tiny").toString();
    Sounds.noise(folder.resolve("in.wav"), 3000);
    for (var seed : new String[] {"1", "2"}) {
      var file = path(seed + ".npy");
      program
          .run("encode", path("in.wav"), "-o", file, "-m", model, "--seed", seed)
          .assertSuccess();
    }
    program.run("encode", path("in.wav"), "-o", path("m.npy"), "-m", model).assertSuccess();
    assertThat(Npy.read(folder.resolve("1.npy")).toFloats())
        .isNotEqualTo(Npy.read(folder.resolve("2.npy")).toFloats());
    program
        .run("decode", path("m.npy"), "-o", path("out.wav"))
        .assertRefused("expected numbers of shape (16, frames");
  }

  @Test
  void autoencodersAloneDoNotGenerate() throws IOException {
    program
        .run("generate", "rain", "-o", path("a.wav"), "-m", "same")
        .assertRefused("an autoencoder alone, which cannot generate");
    assertThat(program.run("models", "list").assertSuccess().out())
        .contains("autoencoder alone, 44.1 kHz, 16 latent channels");
    assertThat(program.run("models", "show", "same").assertSuccess().out())
        .contains("SAME, 16 latent channels, 256 samples (5.8 ms) a frame");
    assertThat(program.run("doctor").assertSuccess().out())
        .contains("autoencoder  same: autoencoder alone");
  }

  @Test
  void refusesWhatCannotBeCoded() throws IOException {
    Sounds.noise(folder.resolve("in.wav"), 100);
    Files.writeString(folder.resolve("text.npy"), "no array at all");
    var wav = path("in.wav");
    program.run("encode", wav).assertRefused("--output");
    program.run("encode", wav, "-o", path("x.wav")).assertRefused("ends in .npy");
    program.run("encode", wav, "-o", path("no/x.npy")).assertRefused("no folder");
    program.run("encode", wav, "-o", folder.toString()).assertRefused("is a folder");
    program.run("encode", wav, "-o", path("x.npy"), "--seed", "-1").assertRefused("seed -1");
    program.run("encode", wav, "-o", path("x.npy"), "-m", "gone").assertRefused("gone");
    program.run("encode", path("text.npy"), "-o", path("x.npy")).assertRefused("text.npy");
    program.run("decode", path("gone.npy"), "-o", path("o.wav")).assertRefused("no such file");
    program.run("decode", path("text.npy"), "-o", path("o.wav")).assertRefused("text.npy");
    program.run("decode", wav, "-o", path("o.wav")).assertRefused("in.wav");
    program.run("decode", path("text.npy"), "-o", path("o.mp3")).assertRefused("only WAV");
    program
        .run("decode", path("text.npy"), "-o", path("o.wav"), "--format", "mp3")
        .assertRefused("pcm24");
    assertThat(folder.resolve("x.npy")).doesNotExist();
    assertThat(folder.resolve("o.wav")).doesNotExist();
  }
}
