package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
  @TempDir static Path tiny;
  @TempDir Path home;
  private Program program;

  @BeforeAll
  static void makeModel() throws IOException {
    TinyModel.in(tiny);
  }

  @BeforeEach
  void open() {
    program = new Program(home);
  }

  private void add(String name) {
    program.run("models", "add", tiny.toString(), "--name", name).assertSuccess();
  }

  @Test
  void listsWhatIsOnThisMachineAndHowToGetTheRest() {
    add("mine");
    assertThat(program.run("models", "list").assertSuccess().out())
        .contains("mine", "rf_denoiser, 0.7 s at 44.1 kHz, 2 channels", tiny.toString())
        .contains("stable-audio-open-small", "Stability AI Community License")
        .contains("https://huggingface.co/stabilityai/stable-audio-open-small")
        .contains("aulos models get stable-audio-open-small");
  }

  @Test
  void listsAsJson() {
    add("mine");
    var json = program.run("models", "list", "--json").json();
    var mine = json.getAsJsonArray("models").get(0).getAsJsonObject();
    assertThat(mine.get("kind").getAsString()).isEqualTo("text-to-audio");
    assertThat(mine.get("objective").getAsString()).isEqualTo("rf_denoiser");
    assertThat(mine.get("seconds").getAsDouble()).isBetween(0.743, 0.744);
    assertThat(json.getAsJsonArray("not_here")).hasSizeGreaterThan(2);
  }

  @Test
  void usesAModelByTheNameItWasGiven() {
    add("mine");
    add("other");
    var output = home.resolve("a.wav").toString();
    program
        .run("generate", "rain", "-o", output, "--steps", "1")
        .assertRefused("--model", "mine, other");
    program.run("generate", "rain", "-m", "mine", "-o", output, "--steps", "1").assertSuccess();
  }

  @Test
  void refusesToAddWhatIsNoModel() throws IOException {
    program.run("models", "add", home.resolve("none").toString()).assertRefused("no such file");
    var bare = Files.createDirectory(home.resolve("bare"));
    program.run("models", "add", bare.toString()).assertRefused("model_config.json");
    program.run("models", "add", tiny.toString(), "--name", "../x").assertRefused("name '../x'");
    assertThat(home.resolve("models")).doesNotExist();
  }

  @Test
  void refusesANameThatIsTaken() throws IOException {
    add("mine");
    add("mine");
    var copy = TinyModel.copy(tiny, home.resolve("copy"));
    program
        .run("models", "add", copy.toString(), "--name", "mine")
        .assertRefused("'mine' already", tiny.toString());
  }

  @Test
  void addsATextEncoder() {
    var encoder = tiny.resolve("t5-base").toString();
    assertThat(program.run("models", "add", encoder).assertSuccess().out())
        .contains("t5-base: text encoder, 2 layers");
  }

  @Test
  void forgetsAModelAndLeavesItsFiles() {
    add("mine");
    program.run("models", "remove", "mine").assertSuccess();
    assertThat(tiny.resolve("model.safetensors")).exists();
    program.run("models", "remove", "mine").assertRefused("no model 'mine'");
  }

  @Test
  void neverDeletesAModelOfItsOwn() throws IOException {
    var own = TinyModel.copy(tiny, home.resolve("models/own"));
    program.run("models", "remove", "own").assertRefused("folder of its own", own.toString());
    assertThat(own.resolve("model.safetensors")).exists();
  }

  @Test
  void showsWhatAModelIs() {
    add("mine");
    assertThat(program.run("models", "show", "mine").assertSuccess().out())
        .contains("rf_denoiser", "up to 0.74 s, 2 channels at 44100 Hz", "pingpong")
        .contains("t5-base, in " + tiny);
    assertThat(program.run("models", "show", tiny.toString()).assertSuccess().out())
        .contains("rf_denoiser");
  }

  @Test
  void showsWhereAnOfficialModelIsPublished() {
    assertThat(program.run("models", "show", "stable-audio-open-1.0").assertSuccess().out())
        .contains("Stability AI Community License", "https://huggingface.co/stabilityai/")
        .contains("aulos models get stable-audio-open-1.0");
    program.run("models", "show", "nothing").assertRefused("no model 'nothing'");
  }

  @Test
  void listsAModelWhoseFolderIsGone() throws IOException {
    var copy = TinyModel.copy(tiny, home.resolve("copy"));
    program.run("models", "add", copy.toString()).assertSuccess();
    Files.move(copy, home.resolve("moved"));
    assertThat(program.run("models", "list").assertSuccess().out())
        .contains("copy", "cannot be used", "no such file or folder");
    program.run("models", "remove", "copy").assertSuccess();
  }
}
