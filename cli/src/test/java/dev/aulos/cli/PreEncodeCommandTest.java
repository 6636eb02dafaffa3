package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.weights.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreEncodeCommandTest {
  @TempDir static Path home;
  @TempDir Path folder;
  private final Program program = new Program(home);
  private Path sounds;
  private Path out;

  @BeforeAll
  static void makeModel() throws IOException {
    ReferenceModel.autoencoder(home.resolve("models/same"));
  }

  @BeforeEach
  void makeSounds() throws IOException {
    sounds = folder.resolve("sounds");
    out = folder.resolve("out");
    Files.createDirectories(sounds.resolve("drums"));
    Sounds.noise(sounds.resolve("rain.wav"), 1000);
    Sounds.noise(sounds.resolve("drums/kick.wav"), 2000);
    Files.writeString(sounds.resolve("rain.txt"), "rain on a roof\n");
    Files.writeString(
        sounds.resolve("drums/kick.json"), "{\"prompt\": \"a kick drum\", \"bpm\": 120}");
  }

  private Program.Result preEncode(String... more) {
    var args = new ArrayList<>(List.of("pre-encode", sounds.toString(), "-o", out.toString()));
    args.addAll(List.of(more));
    return program.run(args);
  }

  private JsonObject facts(String name) throws IOException {
    return JsonParser.parseString(Files.readString(out.resolve(name))).getAsJsonObject();
  }

  private List<String> made() throws IOException {
    try (var files = Files.walk(out)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> out.relativize(file).toString())
          .sorted()
          .collect(Collectors.toList());
    }
  }

  @Test
  void encodesATreeAndSaysWhatEachLatentIs() throws IOException {
    assertThat(preEncode().assertSuccess().out()).contains("2 encoded, 0 there already, 0 failed");
    assertThat(made())
        .containsExactly("drums/kick.json", "drums/kick.npy", "rain.json", "rain.npy");
    assertThat(Npy.read(out.resolve("rain.npy")).shape()).containsExactly(16, 4);
    var rain = facts("rain.json");
    assertThat(rain.get("prompt").getAsString()).isEqualTo("rain on a roof");
    assertThat(rain.get("seconds_total").getAsDouble()).isEqualTo(1000 / 44_100.0);
    assertThat(rain.get("sample_rate").getAsInt()).isEqualTo(44_100);
    assertThat(rain.get("relpath").getAsString()).isEqualTo("rain.wav");
    assertThat(rain.get("path").getAsString()).isEqualTo(sounds.resolve("rain.wav").toString());
    assertThat(rain.getAsJsonArray("padding_mask")).hasSize(4);
    var kick = facts("drums/kick.json");
    assertThat(kick.get("prompt").getAsString()).isEqualTo("a kick drum");
    assertThat(kick.get("bpm").getAsInt()).isEqualTo(120);
  }

  @Test
  void goesOnWhereItEnded() throws IOException {
    preEncode().assertSuccess();
    var old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(out.resolve("rain.npy"), old);
    Files.delete(out.resolve("drums/kick.json"));
    assertThat(preEncode().assertSuccess().out()).contains("1 encoded, 1 there already");
    assertThat(Files.getLastModifiedTime(out.resolve("rain.npy"))).isEqualTo(old);
    assertThat(made()).hasSize(4);
    assertThat(preEncode("--json").json().get("there_already").getAsInt()).isEqualTo(2);
  }

  @Test
  void encodesAgainWhatChanged() throws IOException {
    preEncode().assertSuccess();
    Sounds.noise(sounds.resolve("rain.wav"), 1500);
    assertThat(preEncode().assertSuccess().out()).contains("1 encoded, 1 there already");
    assertThat(Npy.read(out.resolve("rain.npy")).shape()).containsExactly(16, 6);
    Files.writeString(sounds.resolve("rain.txt"), "hail");
    assertThat(preEncode().assertSuccess().out()).contains("1 encoded, 1 there already");
    assertThat(facts("rain.json").get("prompt").getAsString()).isEqualTo("hail");
    assertThat(preEncode("--seed", "1").assertSuccess().out()).contains("2 encoded");
    assertThat(preEncode("--seed", "1").assertSuccess().out()).contains("0 encoded");
    assertThat(preEncode("--seed", "2").assertSuccess().out()).contains("2 encoded");
  }

  @Test
  void listsWhatFailedAndEncodesTheRest() throws IOException {
    Files.writeString(sounds.resolve("broken.wav"), "RIFF, but no more");
    Files.writeString(sounds.resolve("song.mp3"), "ID3");
    Files.writeString(sounds.resolve("drums/kick.json"), "{");
    Files.writeString(sounds.resolve("notes.md"), "no sound");
    var result = preEncode();
    assertThat(result.code()).isEqualTo(Main.FAILED);
    assertThat(result.out()).contains("1 encoded, 0 there already, 3 failed");
    assertThat(result.err().lines().toList())
        .hasSize(3)
        .anyMatch(line -> line.startsWith("failed: broken.wav: "))
        .anyMatch(line -> line.startsWith("failed: song.mp3: ") && line.contains("MP3"))
        .anyMatch(line -> line.startsWith("failed: drums/kick.wav: ") && line.contains("JSON"));
    assertThat(result.err()).doesNotContain("Exception", "\tat ");
    var json = preEncode("--json");
    assertThat(json.code()).isEqualTo(Main.FAILED);
    assertThat(json.out()).contains("\"failed\"", "song.mp3");
  }

  @Test
  void keepsApartSoundsThatDifferInTheirExtensionAlone() throws IOException {
    Sounds.noise(sounds.resolve("rain.wave"), 500);
    preEncode().assertSuccess();
    assertThat(made()).contains("rain.wav.npy", "rain.wave.npy").doesNotContain("rain.npy");
    assertThat(facts("rain.wave.json").get("prompt").getAsString()).isEqualTo("rain on a roof");
  }

  @Test
  void refusesFoldersThatAreNone() throws IOException {
    program.run("pre-encode", "gone", "-o", out.toString()).assertRefused("no such folder");
    var empty = Files.createDirectory(folder.resolve("empty")).toString();
    program.run("pre-encode", empty, "-o", out.toString()).assertRefused("no sound files");
    program.run("pre-encode", sounds.toString()).assertRefused("--output");
    preEncode("--seed", "-1").assertRefused("--seed -1");
    out = sounds.resolve("rain.txt");
    preEncode().assertRefused("is a file");
  }
}
