package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  @TempDir Path home;

  /// The levels of a diagnosis by what was looked at.
  private static Map<String, String> levels(Program.Result result) {
    var levels = new TreeMap<String, String>();
    var json = JsonParser.parseString(result.out()).getAsJsonObject();
    for (JsonElement finding : json.getAsJsonArray("findings")) {
      var object = finding.getAsJsonObject();
      levels.put(object.get("what").getAsString(), object.get("level").getAsString());
    }
    return levels;
  }

  @Test
  void findsAllThatIsNeeded() throws IOException {
    TinyModel.in(home.resolve("models/tiny"));
    var result = new Program(home).run("doctor", "--json").assertSuccess();
    assertThat(levels(result))
        .containsEntry("java", "ok")
        .containsEntry("arithmetic", "ok")
        .containsEntry("speed", "ok")
        .containsEntry("model", "ok")
        .containsKeys("system", "processor", "memory", "home");
  }

  @Test
  void saysHowToGetAFirstModel() {
    var result = new Program(home).run("doctor").assertSuccess();
    assertThat(result.out())
        .containsPattern("warn +models +none yet; get one with: aulos models get")
        .containsPattern("ok +speed +[1-9]\\d* GFLOP/s");
  }

  @Test
  void failsIfAModelIsBroken() throws IOException {
    var model = TinyModel.in(home.resolve("models/tiny"));
    Files.writeString(model.resolve("model_config.json"), "{");
    var result = new Program(home).run("doctor", "--json");
    assertThat(result.code()).isEqualTo(Main.FAILED);
    assertThat(levels(result)).containsEntry("model", "fail");
  }

  @Test
  void failsIfATextEncoderIsMissing() throws IOException {
    var model = TinyModel.in(home.resolve("models/tiny"));
    Files.delete(model.resolve("t5-base/config.json"));
    var result = new Program(home).run("doctor");
    assertThat(result.code()).isEqualTo(Main.FAILED);
    assertThat(result.out()).contains("aulos models get t5-base");
  }
}
