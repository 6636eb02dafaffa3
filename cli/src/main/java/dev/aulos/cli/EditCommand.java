package dev.aulos.cli;

import dev.aulos.audio.AudioFiles;
import dev.aulos.engine.InitAudio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aulos edit`: another sound from a sound and a sentence.
@Command(
    name = "edit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Make a sound from another one: its shape stays, its character follows the prompt.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  aulos edit hum.wav \"string quartet\" --noise-level 0.7 -o quartet.wav",
      "  aulos edit beat.wav \"beatbox\" --noise-level 0.4"
    })
final class EditCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "INPUT", description = "A WAV or AIFF file of any rate.")
  private Path input = Path.of("");

  @Parameters(index = "1", paramLabel = "PROMPT", description = "What it should sound like.")
  private String prompt = "";

  @Option(
      names = {"--noise-level", "--init-noise-level"},
      paramLabel = "X",
      defaultValue = "0.7",
      description =
          "How much is made new: 0.01 (nearly the same) to 1 (nothing stays) for flow models, "
              + "a noise level of 0.1 to 500 for others. Default: ${DEFAULT-VALUE}.")
  private double noiseLevel;

  @Option(
      names = "--mean",
      description = "Start from the input's most likely latent instead of a draw.")
  private boolean mean;

  @Mixin private ModelFlags model = new ModelFlags();
  @Mixin private RequestFlags flags = new RequestFlags();
  @Mixin private OutputFlags output = new OutputFlags();

  @Override
  public Integer call() throws IOException {
    output.check();
    var sound = AudioFiles.read(ModelFlags.requireFile(input));
    var request = flags.request(prompt).withInit(new InitAudio(sound, noiseLevel, mean));
    try (var opened = model.open()) {
      new Maker(output).make(opened, request, -1);
    }
    return Main.DONE;
  }
}
