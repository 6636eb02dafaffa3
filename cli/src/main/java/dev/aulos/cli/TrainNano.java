package dev.aulos.cli;

import dev.aulos.engine.RequestException;
import dev.aulos.graph.Cancellation;
import dev.aulos.recipe.NanoTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `aulos train nano`: the embedded model, from nothing but arithmetic.
@Command(
    name = "nano",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Train our own small model further, from what comes with the product, or from nothing: its",
      "sounds are computed, no data is needed.",
      "Ctrl-C stops it; the same command goes on from there."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  aulos train nano -o runs/nano",
      "  aulos generate \"punchy kick\" --model runs/nano/model"
    })
final class TrainNano implements Callable<Integer> {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      required = true,
      description = "Where all of it is kept; the model is in its folder 'model'.")
  private @Nullable Path output;

  @Option(
      names = "--from-nothing",
      description = "Start anew, not from what comes with the product.")
  private boolean fromNothing;

  @Option(
      names = "--autoencoder-steps",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Steps of the stage that learns sound. Default: ${DEFAULT-VALUE}.")
  private long autoencoderSteps;

  @Option(
      names = "--caption-steps",
      paramLabel = "N",
      defaultValue = "3000",
      description =
          "Steps of the stage that learns words, with --from-nothing. Default: ${DEFAULT-VALUE}.")
  private long captionSteps;

  @Option(
      names = "--sounds",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Sounds that the last stage learns from. Default: ${DEFAULT-VALUE}.")
  private int sounds;

  @Option(
      names = "--flow-steps",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Steps of the stage that makes sound of words. Default: ${DEFAULT-VALUE}.")
  private long flowSteps;

  @Option(
      names = "--guidance-steps",
      paramLabel = "N",
      defaultValue = "2000",
      description =
          "Steps of the last stage, which learns to do without guidance. Default:"
              + " ${DEFAULT-VALUE}.")
  private long guidanceSteps;

  @Mixin private ThreadFlags threads = new ThreadFlags();

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException {
    long fewest =
        LongStream.of(autoencoderSteps, captionSteps, sounds, flowSteps, guidanceSteps)
            .min()
            .orElse(0);
    if (output == null || fewest < 1) {
      throw new RequestException("expected a folder (-o), and steps and sounds of at least 1");
    }
    var backend = threads.backend();
    var plan =
        new NanoTraining.Plan(
            fromNothing, autoencoderSteps, captionSteps, sounds, flowSteps, guidanceSteps);
    var training = new NanoTraining(output, backend, plan);
    var cancellation = Cancellation.create();
    try (var status = new Status(quiet)) {
      var model =
          Interruption.cancelling(
              cancellation::cancel, () -> training.train(status.counting(), cancellation));
      System.out.println(model);
    }
    return Main.DONE;
  }
}
