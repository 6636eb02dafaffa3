package dev.aulos.cli;

import dev.aulos.audio.WavFile;
import dev.aulos.engine.RequestException;
import dev.aulos.engine.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aulos generate`: a sound from a sentence.
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Make a sound from a sentence.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  aulos generate \"128 BPM electronic drum loop\" -o loop.wav",
      "  aulos generate \"rain on a tin roof\" --seconds 8 --seed 7",
      "  aulos generate \"warm pads\" -n \"drums\" --guidance-scale 4 --batch 3",
      "  aulos generate \"slow piano\" --seconds 300 --chain",
      "  aulos generate --from loop.wav -o again.wav     the same take again"
    })
final class GenerateCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "PROMPT",
      description = "What it should sound like: instruments, mood, tempo (\"120 BPM\"), place.")
  @Nullable String prompt;

  @Option(
      names = "--from",
      paramLabel = "TAKE",
      description = "Repeat a take: prompt, seed and all settings are read from its file.")
  @Nullable Path from;

  @Mixin private ModelFlags model = new ModelFlags();
  @Mixin private RequestFlags flags = new RequestFlags();
  @Mixin private LoraFlags lora = new LoraFlags();
  @Mixin private ChainFlags chain = new ChainFlags();
  @Mixin private OutputFlags output = new OutputFlags();

  @Override
  public Integer call() throws IOException {
    if (from != null) {
      repeat(from);
      return Main.DONE;
    }
    if (prompt == null) {
      throw new RequestException("what should it sound like? give a prompt in quotes");
    }
    output.check();
    chain.check();
    var request = lora.in(flags.request(prompt));
    try (var opened = model.open()) {
      new Maker(output).make(chain.start(opened, request), -1);
    }
    return Main.DONE;
  }

  private void repeat(Path take) throws IOException {
    if (prompt != null) {
      throw new RequestException("--from repeats a take as it is; leave the prompt out");
    }
    output.check();
    var stored = WavFile.inspect(ModelFlags.requireFile(take)).metadata().settings();
    if (stored.isEmpty()) {
      throw new RequestException(take + ": has no settings inside; was it made by Aulos?");
    }
    var settings = Settings.of(stored.get());
    if (settings.initNoiseLevel().isPresent() || settings.inpainted()) {
      throw new RequestException(
          take + ": was made from another sound, which is not stored; use 'aulos edit' on it");
    }
    try (var opened = model.open(model.model == null ? settings.model() : model.model)) {
      if (!opened.info().fingerprint().equals(settings.fingerprint())) {
        throw new RequestException(
            take
                + ": was made by other weights than those of "
                + opened.info().folder()
                + "; name the right model with --model");
      }
      var request = lora.supplying(settings.request());
      new Maker(output).make(chain.again(opened, settings, request), settings.item());
    }
  }
}
