package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.aulos.testkit.GoldenCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VerifyCommandTest {
  @TempDir Path folder;

  static List<GoldenCase> wholeModels() {
    var cases = GoldenCase.ofKind("e2e-rf");
    Assumptions.assumeFalse(cases.isEmpty(), "no reference cases of whole models here");
    return cases;
  }

  @ParameterizedTest
  @MethodSource("wholeModels")
  void agreesWithTheReference(GoldenCase reference) {
    var where = reference.folder().toString();
    var result = new Program(folder).run("verify", where).assertSuccess();
    assertThat(result.out()).contains(reference.name(), " 0 failed");
  }

  static List<GoldenCase> encoders() {
    var cases = GoldenCase.ofKind("t5-encoder");
    Assumptions.assumeFalse(cases.isEmpty(), "no reference cases of text encoders here");
    return cases;
  }

  @ParameterizedTest
  @MethodSource("encoders")
  void tellsEveryComparisonAsJson(GoldenCase reference) {
    var where = reference.folder().toString();
    var result = new Program(folder).run("verify", where, "--json").assertSuccess();
    var entry = JsonParser.parseString(result.out()).getAsJsonArray().get(0).getAsJsonObject();
    assertThat(entry.get("case").getAsString()).isEqualTo(reference.name());
    assertThat(entry.getAsJsonArray("checks"))
        .isNotEmpty()
        .allMatch(check -> check.getAsJsonObject().get("passed").getAsBoolean());
  }

  @Test
  void refusesFoldersWithoutCases() throws IOException {
    var program = new Program(folder);
    program.run("verify", folder.resolve("none").toString()).assertRefused("no such folder");
    program.run("verify", folder.toString()).assertRefused("no case.json");
    Files.writeString(folder.resolve("case.json"), "{");
    program.run("verify", folder.toString()).assertRefused("case.json");
    Files.writeString(folder.resolve("case.json"), "{}");
    program.run("verify", folder.toString(), "--backend", "abacus").assertRefused("abacus");
  }
}
