package dev.aulos.cli;

import dev.aulos.engine.Adapters;
import dev.aulos.engine.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aulos merge`: a model that needs its adapters no more.
@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    description = "Make adapters part of a model's weights: one plain file, as fast as the model.",
    footerHeading = "%nExample:%n",
    footer =
        "  aulos merge models/small-music --lora drums.safetensors@0.8 -o drums/model.safetensors")
final class MergeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "The model's weights: a file, or its folder.")
  private Path model = Path.of("");

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The safetensors file to write.")
  private Path output = Path.of("");

  @Option(
      names = "--blend",
      description =
          "Take each adapter's change of the untouched weights, as the reference merges, instead of"
              + " what generation with these adapters uses.")
  private boolean blend;

  @Mixin private LoraFlags lora = new LoraFlags();

  @Override
  public Integer call() throws IOException {
    if (lora.uses().isEmpty()) {
      throw new RequestException("merge what? name adapters with --lora");
    }
    if (!output.toString().endsWith(".safetensors")) {
      throw new RequestException("--output " + output + ": expected a name in .safetensors");
    }
    if (Files.exists(output)) {
      throw new RequestException("--output " + output + ": is there already; name a new file");
    }
    if (blend) {
      Adapters.blend(model, lora.uses(), output);
    } else {
      Adapters.merge(model, lora.uses(), output);
    }
    System.out.println(output);
    return Main.DONE;
  }
}
