package dev.aulos.cli;

import dev.aulos.engine.RequestException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// On what, how long and how a model of the user's own is trained further.
final class TuningFlags {
  static final int BATCH_FRAMES = 512;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      required = true,
      description =
          "Manifest, as 'aulos dataset' writes it: of pre-encoded sounds; for autoencoders, of"
              + " sounds.")
  private @Nullable Path data;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      required = true,
      description = "Where all of it is kept: checkpoints, curves (report.html), the result.")
  private @Nullable Path output;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Steps. Default: ${DEFAULT-VALUE}.")
  long steps;

  @Option(
      names = "--batch-frames",
      paramLabel = "N",
      description =
          "Latent frames in a batch, about; 512 if absent, 2048 for a CLAP, 128 for SAME"
              + " autoencoders, 64 for Oobleck.")
  private @Nullable Integer batchFrames;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "How far a step moves, above 0; what suits the kind of training if absent.")
  private @Nullable Double learningRate;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      defaultValue = "100",
      description = "Steps from one checkpoint to the next. Default: ${DEFAULT-VALUE}.")
  long checkpointEvery;

  @Option(
      names = "--demo",
      paramLabel = "PROMPT",
      description = "Make the sound of this prompt now and then, to hear where it is; repeatable.")
  List<String> demos = List.of();

  @Option(
      names = "--demo-every",
      paramLabel = "N",
      defaultValue = "500",
      description = "Steps from one time to the next. Default: ${DEFAULT-VALUE}.")
  long demoEvery;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Of all draws.")
  long seed;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  boolean quiet;

  Path data() {
    return required(data, "--data");
  }

  Path output() {
    return required(output, "--output");
  }

  private static Path required(@Nullable Path path, String option) {
    if (path == null) {
      throw new RequestException("expected " + option);
    }
    return path;
  }

  /// Latent frames in a batch.
  int batchFrames(int usual) {
    return batchFrames == null ? usual : batchFrames;
  }

  /// How far a step moves.
  double learningRate(double usual) {
    return learningRate == null ? usual : learningRate;
  }

  /// Checks the numbers.
  void check() {
    atLeastOne("--steps", steps);
    if (batchFrames != null) {
      atLeastOne("--batch-frames", batchFrames);
    }
    atLeastOne("--checkpoint-every", checkpointEvery);
    atLeastOne("--demo-every", demoEvery);
    if (learningRate != null && !(learningRate > 0 && learningRate < 1)) {
      throw new RequestException("--learning-rate is " + learningRate + ", expected 0 to 1");
    }
  }

  private static void atLeastOne(String option, long value) {
    atLeast(1, option, value);
  }

  static void atLeast(long least, String option, long value) {
    if (value < least) {
      throw new RequestException(option + " is " + value + ", expected at least " + least);
    }
  }
}
