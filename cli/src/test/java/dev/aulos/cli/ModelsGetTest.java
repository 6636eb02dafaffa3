package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.text.T5Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsGetTest {
  private static final String SMALL = "stabilityai/stable-audio-open-small";
  private static final String TOKEN = "hf_secret";

  @TempDir static Path tiny;
  @TempDir Path folder;
  private Path home;
  private Path model;
  private Program program;
  private FakeHub hub;

  @BeforeAll
  static void makeModel() throws IOException {
    TinyModel.in(tiny);
  }

  @BeforeEach
  void open() throws IOException {
    home = folder.resolve("home");
    model = home.resolve("models/tiny");
    program = new Program(home);
    hub = new FakeHub();
    for (var repository : List.of(SMALL, "someone/tiny")) {
      for (var name : List.of("model.safetensors", "model_config.json")) {
        hub.put(repository, name, Files.readAllBytes(tiny.resolve(name)));
      }
    }
    for (var name : List.of("model.safetensors", "config.json")) {
      hub.put("google-t5/t5-base", name, Files.readAllBytes(tiny.resolve("t5-base/" + name)));
    }
    try (var in = T5Vocabulary.class.getResourceAsStream("t5/spiece.model")) {
      hub.put("google-t5/t5-base", "spiece.model", in.readAllBytes());
    }
    System.setProperty("AULOS_HUB", hub.address());
    System.setProperty("HF_TOKEN", TOKEN);
  }

  @AfterEach
  void close() {
    System.clearProperty("AULOS_HUB");
    System.clearProperty("HF_TOKEN");
    hub.close();
  }

  private Program.Result get(String... more) {
    var args = new String[more.length + 2];
    args[0] = "models";
    args[1] = "get";
    System.arraycopy(more, 0, args, 2, more.length);
    return program.run(args);
  }

  private void assertWhole() throws IOException {
    assertThat(model.resolve("model.safetensors"))
        .hasSameBinaryContentAs(tiny.resolve("model.safetensors"));
    assertThat(names(model)).containsExactly("model.safetensors", "model_config.json");
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void getsAModelAndItsTextEncoderReadyToGenerate() {
    var result = get("stable-audio-open-small").assertSuccess();
    assertThat(result.err())
        .contains("needs the text encoder t5-base", "Stability AI Community License", "Apache-2.0")
        .contains("SHA-256 checked");
    var output = folder.resolve("a.wav");
    program.run("generate", "rain", "-o", output.toString(), "--steps", "1").assertSuccess();
    assertThat(output).exists();
  }

  @Test
  void tellsTheLicenceBeforeItAsksForAnything() {
    hub.refusal = 403;
    assertThat(get("stable-audio-open-small").err().lines().limit(3))
        .anyMatch(line -> line.contains("Stability AI Community License"));
    assertThat(hub.atStore()).isEmpty();
  }

  @Test
  void doesNotGetATextEncoderThatIsThere() throws IOException {
    TinyModel.copy(tiny.resolve("t5-base"), home.resolve("models/t5-base"));
    get("stable-audio-open-small").assertSuccess();
    assertThat(hub.atHub()).noneMatch(request -> request.line().contains("t5-base"));
  }

  @Test
  void sendsTheTokenToTheHubAloneAndNeverPrintsIt() {
    var result = get("someone/tiny").assertSuccess();
    assertThat(hub.atHub()).allMatch(r -> r.authorization().equals("Bearer " + TOKEN));
    assertThat(hub.atStore()).isNotEmpty().allMatch(r -> r.authorization().equals("null"));
    assertThat(result.out() + result.err()).doesNotContain(TOKEN);
  }

  @Test
  void prefersTheTokenOfTheOption() {
    get("someone/tiny", "--token", "hf_other").assertSuccess();
    assertThat(hub.atHub()).allMatch(r -> r.authorization().equals("Bearer hf_other"));
    get("someone/tiny", "--token", "two\nlines").assertRefused("--token");
  }

  @Test
  void saysHowToOpenAGatedModel() {
    for (int status : new int[] {401, 403}) {
      hub.refusal = status;
      var result = get(SMALL);
      assertThat(result.code()).isEqualTo(Main.FAILED);
      assertThat(lastLine(result))
          .contains("gated", "accept its licence at " + hub.address() + "/" + SMALL);
    }
    System.setProperty("HF_TOKEN", "");
    System.setProperty("HF_HOME", folder.toString());
    try {
      assertThat(lastLine(get(SMALL))).contains("gated", "settings/tokens", "set HF_TOKEN");
    } finally {
      System.clearProperty("HF_HOME");
    }
    assertThat(home.resolve("models/stable-audio-open-small")).doesNotExist();
  }

  private static String lastLine(Program.Result result) {
    assertThat(result.code()).isNotZero();
    assertThat(result.err()).doesNotContain("Exception", "\tat ", "internal error");
    var lines = result.err().lines().toList();
    return lines.get(lines.size() - 1);
  }

  @Test
  void saysWhatElseTheHubRefuses() {
    hub.refusal = 401;
    hub.errorCode = "RepoNotFound";
    assertThat(lastLine(get("no/such"))).contains("there is no repository no/such");
    hub.refusal = 503;
    assertThat(lastLine(get("no/such"))).contains("status 503");
    hub.refusal = 429;
    assertThat(lastLine(get("no/such"))).contains("fewer requests");
    hub.refusal = 0;
    assertThat(lastLine(get("someone/tiny", "--file", "gone.ckpt"))).contains("no file gone.ckpt");
    assertThat(lastLine(get("no/such"))).contains("no file");
  }

  @Test
  void saysThatThereIsNoConnection() {
    System.setProperty("AULOS_HUB", "http://127.0.0.1:9");
    assertThat(lastLine(get("someone/tiny"))).contains("cannot connect to 127.0.0.1");
    System.setProperty("AULOS_HUB", "http://no-such-host.invalid");
    assertThat(lastLine(get("someone/tiny"))).contains("no-such-host.invalid");
    System.setProperty("AULOS_HUB", "huggingface");
    get("someone/tiny").assertRefused("AULOS_HUB");
  }

  @Test
  void refusesNamesThatAreNone() {
    for (var name : List.of("tiny", "../etc/passwd", "a/b/c", "a/..", "", "a/b?c")) {
      get(name).assertRefused("owner/name");
    }
    for (var file : List.of("../x", "/etc/passwd", "a//b", "a/../b", "")) {
      get("someone/tiny", "--file", file).assertRefused("--file");
    }
    assertThat(hub.atHub()).isEmpty();
  }

  @Test
  void goesOnAfterACutConnection() throws IOException {
    hub.cuts = 1;
    get("someone/tiny").assertSuccess();
    assertWhole();
    var ranges = hub.atStore().stream().map(FakeHub.Request::range).toList();
    assertThat(ranges).first().isEqualTo("null");
    assertThat(ranges.get(1)).matches("bytes=[1-9]\\d*-");
  }

  private void leavePart(int bytes, String etag) throws IOException {
    Files.createDirectories(model);
    var content = Files.readAllBytes(tiny.resolve("model.safetensors"));
    Files.write(model.resolve("model.safetensors.part"), Arrays.copyOf(content, bytes));
    Files.writeString(model.resolve("model.safetensors.part.etag"), etag);
  }

  private static String tag() throws IOException {
    return FakeHub.sha256(Files.readAllBytes(tiny.resolve("model.safetensors")));
  }

  @Test
  void goesOnFromAPartOfAnEarlierRun() throws IOException {
    leavePart(1000, tag());
    get("someone/tiny").assertSuccess();
    assertWhole();
    assertThat(hub.atStore()).first().extracting(FakeHub.Request::range).isEqualTo("bytes=1000-");
  }

  @Test
  void takesAPartThatIsWholeAlready() throws IOException {
    leavePart((int) Files.size(tiny.resolve("model.safetensors")), tag());
    get("someone/tiny").assertSuccess();
    assertWhole();
    assertThat(hub.atStore()).allMatch(r -> r.line().endsWith(".json"));
  }

  @Test
  void beginsAnewIfTheFileHasChanged() throws IOException {
    leavePart(1000, "other");
    get("someone/tiny").assertSuccess();
    assertWhole();
    assertThat(hub.atStore()).allMatch(r -> r.range().equals("null"));
  }

  @Test
  void beginsAnewIfTheServerIgnoresTheRange() throws IOException {
    hub.ignoresRanges = true;
    leavePart(1000, tag());
    get("someone/tiny").assertSuccess();
    assertWhole();
  }

  @Test
  void refusesAndDeletesWhatHasTheWrongChecksum() throws IOException {
    hub.liesAboutContent = true;
    assertThat(lastLine(get("someone/tiny"))).contains("model.safetensors", "SHA-256");
    assertThat(names(model)).isEmpty();
  }

  @Test
  void refusesToBeginWhatTheDiskCannotHold() {
    hub.toldSize = 1L << 55;
    assertThat(lastLine(get("someone/tiny"))).contains("to load, but only", "free");
    assertThat(hub.atStore()).isEmpty();
  }

  @Test
  void leavesAPartIfTheConnectionBreaksAgainAndAgain() throws IOException {
    hub.cuts = Integer.MAX_VALUE;
    hub.ignoresRanges = true;
    assertThat(lastLine(get("someone/tiny"))).contains("run the same command again");
    assertThat(names(model))
        .containsExactly("model.safetensors.part", "model.safetensors.part.etag");
    hub.cuts = 0;
    get("someone/tiny").assertSuccess();
    assertWhole();
  }

  @Test
  void refusesAPartThatWasDamaged() throws IOException {
    leavePart(1000, tag());
    Files.write(model.resolve("model.safetensors.part"), new byte[1000]);
    assertThat(lastLine(get("someone/tiny"))).contains("SHA-256");
    get("someone/tiny").assertSuccess();
    assertWhole();
  }

  @Test
  void doesNotLoadTwiceWhatIsThere() {
    get("someone/tiny").assertSuccess();
    int before = hub.atStore().size();
    assertThat(get("someone/tiny").assertSuccess().err()).contains("is there already");
    assertThat(hub.atStore()).hasSize(before);
  }

  @Test
  void worksWithAHubThatTellsNothing() throws IOException {
    hub.isTaciturn = true;
    get("someone/tiny").assertSuccess();
    assertWhole();
  }

  @Test
  void putsFilesWhereTheUserSays() {
    var place = folder.resolve("elsewhere");
    get("someone/tiny", "--to", place.toString()).assertSuccess();
    assertThat(place.resolve("model_config.json")).exists();
    assertThat(program.run("models", "list").assertSuccess().out()).contains(place.toString());
  }

  @Test
  void getsOnlyTheFilesNamed() throws IOException {
    get("someone/tiny", "--file", "model_config.json").assertSuccess();
    assertThat(names(model)).containsExactly("model_config.json");
  }
}
