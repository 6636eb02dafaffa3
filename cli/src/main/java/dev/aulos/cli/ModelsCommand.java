package dev.aulos.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `aulos models`: which models there are, and how to get them.
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = "Show, get, add and remove models.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  aulos models get stable-audio-open-small",
      "  aulos models add ~/checkpoints/my-finetune",
      "  aulos models list"
    },
    subcommands = {
      ModelsList.class,
      ModelsShow.class,
      ModelsGet.class,
      ModelsAdd.class,
      ModelsRemove.class
    })
final class ModelsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
