package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// The program, run in this process, with a home of its own.
final class Program {
  private final Path home;

  Program(Path home) {
    this.home = home;
  }

  /// What a run printed, and its exit code.
  record Result(int code, String out, String err) {
    /// The one JSON object that was printed.
    JsonObject json() {
      assertSuccess();
      return JsonParser.parseString(out).getAsJsonObject();
    }

    Result assertSuccess() {
      assertThat(code).as(err).isZero();
      return this;
    }

    /// Asserts that the user is told in a line or two what is wrong, and nothing of the program's
    /// inside.
    void assertRefused(String... words) {
      assertThat(code).as(out).isNotZero();
      assertThat(err).startsWith("aulos: ").contains(words);
      assertThat(err.lines()).as(err).hasSizeBetween(1, 2);
      assertThat(err).doesNotContain("Exception", "\tat ", "dev.aulos", "internal error", "null");
      assertThat(out).isEmpty();
    }
  }

  Result run(List<String> args) {
    return run(args.toArray(String[]::new));
  }

  Result run(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var realOut = System.out;
    var realErr = System.err;
    System.setProperty("AULOS_HOME", home.toString());
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int code = Main.run(args);
      return new Result(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
      System.clearProperty("AULOS_HOME");
    }
  }
}
