package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class HelpTest {
  @TempDir Path folder;

  @Test
  void everyCommandExplainsAllItsOptions() {
    assertExplained(Main.commandLine(), List.of());
  }

  private void assertExplained(CommandLine command, List<String> words) {
    var args = new ArrayList<>(words);
    args.add("--help");
    var help = new Program(folder).run(args).assertSuccess().out();
    var spec = command.getCommandSpec();
    assertThat(spec.usageMessage().description()).as(spec.qualifiedName()).isNotEmpty();
    for (var option : spec.options()) {
      assertThat(help).contains(option.longestName());
      assertThat(option.description()).as(option.longestName()).isNotEmpty();
    }
    for (var parameter : spec.positionalParameters()) {
      assertThat(help).contains(parameter.paramLabel());
      assertThat(parameter.description()).as(parameter.paramLabel()).isNotEmpty();
    }
    command
        .getSubcommands()
        .forEach((name, below) -> {
          var more = new ArrayList<>(words);
          more.add(name);
          assertThat(help).contains(name);
          assertExplained(below, more);
        });
  }

  @Test
  void showsTheCommandsIfNoneIsGiven() {
    assertThat(new Program(folder).run().assertSuccess().out())
        .contains("generate", "edit", "models", "doctor", "First steps");
  }

  @Test
  void knowsItsVersion() {
    assertThat(new Program(folder).run("--version").assertSuccess().out().strip())
        .matches("aulos \\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void printsACompletionScriptThatBashUnderstands() throws IOException, InterruptedException {
    var script = new Program(folder).run("completion").assertSuccess().out();
    assertThat(script).contains("aulos", "--guidance-scale", "models");
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash on this system");
    var file = Files.writeString(folder.resolve("completion"), script);
    var bash = new ProcessBuilder("/bin/bash", "-n", file.toString()).inheritIO().start();
    assertThat(bash.waitFor()).isZero();
  }
}
