package dev.aulos.cli;

import dev.aulos.audio.AudioFiles;
import dev.aulos.audio.Pcm;
import dev.aulos.engine.Aulos;
import dev.aulos.engine.InitAudio;
import dev.aulos.engine.RequestException;
import dev.aulos.models.ModelConfig.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
        "Make a sound from another one. Without --inpaint, --continue or --extend-to, all of it is "
            + "made new: its shape stays, its character follows the prompt. With one of these "
            + "(Stable Audio 3), parts of it are made new, or more is added, and the rest stays.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  aulos edit hum.wav \"string quartet\" --noise-level 0.7 -o quartet.wav",
      "  aulos edit song.wav \"punchy drum fill\" --inpaint 4-8,1:12-1:14.5",
      "  aulos edit song.wav \"slow piano\" --continue 20 --blend 0.1",
      "  aulos edit song.wav \"slow piano\" --extend-to 5:00 --chain",
      "  aulos edit song.wav \"choir\" --inpaint 4-8 --init hum.wav --noise-level 0.6"
    })
final class EditCommand implements Callable<Integer> {
  private static final double NOISE_LEVEL = 0.7;

  @Parameters(index = "0", paramLabel = "INPUT", description = "A WAV or AIFF file of any rate.")
  private Path input = Path.of("");

  @Parameters(index = "1", paramLabel = "PROMPT", description = "What it should sound like.")
  private String prompt = "";

  @Option(
      names = {"--noise-level", "--init-noise-level"},
      paramLabel = "X",
      description =
          "How much is made new: 0.01 (nearly the same) to 1 (nothing stays) for flow models, "
              + "a noise level of 0.1 to 500 for others. Default: 0.7.")
  private @Nullable Double noiseLevel;

  @Option(
      names = "--mean",
      description = "Start from the input's most likely latent instead of a draw.")
  private boolean mean;

  @Option(
      names = "--init",
      paramLabel = "FILE",
      description = "With --inpaint and the like: a sound that the new parts start from.")
  private @Nullable Path init;

  @Mixin private PartFlags parts = new PartFlags();
  @Mixin private ModelFlags model = new ModelFlags();
  @Mixin private RequestFlags flags = new RequestFlags();
  @Mixin private LoraFlags lora = new LoraFlags();
  @Mixin private ChainFlags chain = new ChainFlags();
  @Mixin private OutputFlags output = new OutputFlags();

  @Override
  public Integer call() throws IOException {
    check();
    var sound = AudioFiles.read(ModelFlags.requireFile(input));
    var start = init == null ? null : AudioFiles.read(ModelFlags.requireFile(init));
    try (var opened = model.open()) {
      var job = parts.isAsked() ? parts(opened, sound, start) : whole(opened, sound);
      new Maker(output).make(job, -1);
    }
    return Main.DONE;
  }

  private void check() {
    parts.check(flags);
    chain.check();
    if (!parts.isAsked() && init != null) {
      throw new RequestException(
          "--init goes with --inpaint, --continue or --extend-to; else INPUT is what is begun"
              + " from");
    }
    if (parts.isAsked() && init == null && (noiseLevel != null || mean)) {
      throw new RequestException(
          "--noise-level and --mean go with --init here: parts made new begin from noise alone");
    }
    if (parts.keepsExactly()) {
      output.usualFormat = "pcm24"; // 16 bits are dithered, which changes them
    }
    output.check();
  }

  private InitAudio begin(Pcm sound) {
    return new InitAudio(sound, noiseLevel == null ? NOISE_LEVEL : noiseLevel, mean);
  }

  /// All of it made new.
  private Job whole(Aulos opened, Pcm sound) {
    var request = lora.in(flags.request(prompt)).withInit(begin(sound));
    if (opened.info().line() == Line.THREE && flags.seconds == null) {
      var length = Times.of(sound.frames(), sound.sampleRate());
      if (ChainFlags.exceeds(length, opened.info())) {
        throw PartFlags.tooLong(input, length, opened.info());
      }
      request = request.withDuration(length);
    }
    return new Job.Single(opened.start(request));
  }

  /// Parts of it made new.
  private Job parts(Aulos opened, Pcm sound, @Nullable Pcm start) {
    var request = lora.in(flags.request(prompt));
    if (start != null) {
      request = request.withInit(begin(start));
    }
    return parts.start(opened, request, new PartFlags.Source(input, sound), chain);
  }
}
