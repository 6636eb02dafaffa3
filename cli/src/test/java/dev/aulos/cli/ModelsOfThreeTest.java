package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models of Stable Audio 3, whose text encoder lies in a folder of theirs.
class ModelsOfThreeTest {
  private static final String NAME = "stable-audio-3-small-music";
  private static final String TEXT = "t5gemma-b-b-ul2";

  @TempDir static Path reference;
  @TempDir Path home;
  private Program program;

  @BeforeAll
  static void makeModel() throws IOException {
    ReferenceModel.in(reference.resolve("model"));
  }

  @BeforeEach
  void open() {
    program = new Program(home);
  }

  private Path add() throws IOException {
    return TinyModel.copy(reference.resolve("model"), home.resolve("models").resolve(NAME));
  }

  @Test
  void getsOneWithItsFolders() throws IOException {
    try (var hub = new FakeHub()) {
      var model = reference.resolve("model");
      for (var name :
          new String[] {
            "model_config.json",
            "model.safetensors",
            TEXT + "/config.json",
            TEXT + "/model.safetensors",
            TEXT + "/tokenizer.json",
            TEXT + "/tokenizer_config.json"
          }) {
        hub.put("stabilityai/" + NAME, name, Files.readAllBytes(model.resolve(name)));
      }
      for (var name :
          new String[] {"tokenizer.model", "special_tokens_map.json", "generation_config.json"}) {
        hub.put("stabilityai/" + NAME, TEXT + "/" + name, new byte[] {'{', '}'});
      }
      System.setProperty("AULOS_HUB", hub.address());
      System.setProperty("HF_TOKEN", "hf_token");
      var result = program.run("models", "get", NAME).assertSuccess();
      assertThat(result.err()).contains("Stability AI Community License", "Gemma Terms of Use");
      assertThat(result.out()).contains("Stable Audio 3, rf_denoiser");
      assertThat(hub.atHub()).noneMatch(request -> request.line().contains("t5-base"));
    } finally {
      System.clearProperty("AULOS_HUB");
      System.clearProperty("HF_TOKEN");
    }
    assertThat(home.resolve("models/" + NAME + "/" + TEXT + "/tokenizer.json")).exists();
    var take = home.resolve("a.wav");
    program.run("generate", "rain", "-o", take.toString(), "--steps", "1").assertSuccess();
    assertThat(take).exists();
  }

  @Test
  void showsWhatOneIs() throws IOException {
    var folder = add();
    assertThat(program.run("models", "show", NAME).assertSuccess().out())
        .contains("Stability AI Community License; its text encoder: Gemma Terms of Use")
        .contains("Stable Audio 3: inpaints, continues")
        .contains("0.93 s unless told otherwise, up to 0.93 s, 2 channels at 44100 Hz")
        .contains("euler, rk4, dpmpp, pingpong")
        .contains("SAME, 16 latent channels")
        .contains(TEXT + ", in " + folder);
    assertThat(program.run("models", "show", folder.resolve(TEXT).toString()).out())
        .contains("text encoder (T5Gemma)", "2 of width 32");
  }

  @Test
  void listsOneAndThoseThatAreNotHere() throws IOException {
    add();
    assertThat(program.run("models", "list").assertSuccess().out())
        .contains("Stable Audio 3, rf_denoiser, 0.9 s at 44.1 kHz, 2 channels")
        .contains("aulos models get stable-audio-3-medium-base")
        .contains("https://huggingface.co/stabilityai/SAME-L", "aulos models get same-s");
    var json = program.run("models", "list", "--json").json();
    assertThat(json.getAsJsonArray("models")).hasSize(2); // with the built-in one
    assertThat(program.run("models", "show", "SAME-S").assertSuccess().out())
        .contains("aulos models get same-s");
  }

  @Test
  void doctorFindsWhatIsMissing() throws IOException {
    var folder = add();
    assertThat(program.run("doctor").assertSuccess().out())
        .contains("ok    model        " + NAME + ": Stable Audio 3");
    Files.delete(folder.resolve(TEXT).resolve("tokenizer.json"));
    var result = program.run("doctor");
    assertThat(result.code()).isEqualTo(Main.FAILED);
    assertThat(result.out())
        .contains("no tokenizer.json", "get it again with: aulos models get " + NAME);
    Files.delete(folder.resolve(TEXT).resolve("config.json"));
    assertThat(program.run("doctor").code()).isEqualTo(Main.FAILED);
  }

  @Test
  void usesTheModelBesideAnAutoencoderAlone() throws IOException {
    add();
    ReferenceModel.autoencoder(home.resolve("models/same-s"));
    var take = home.resolve("a.wav").toString();
    program.run("generate", "rain", "-o", take, "--steps", "1").assertSuccess();
    program
        .run("encode", take, "-o", home.resolve("x.npy").toString())
        .assertRefused("whose autoencoder?", "same-s, " + NAME);
  }
}
