package dev.aulos.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `aulos train`: models from sounds.
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Train models.",
    synopsisSubcommandLabel = "WHAT",
    subcommands = {
      TrainNano.class,
      TrainLora.class,
      TrainFlow.class,
      TrainArc.class,
      TrainGuidance.class,
      TrainClap.class,
      TrainAutoencoder.class
    })
final class TrainCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
