package dev.aulos.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.aulos.audio.AudioFiles;
import dev.aulos.audio.Pcm;
import dev.aulos.engine.LatentCodec;
import dev.aulos.engine.RequestException;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aulos encode`: the latent of a sound.
@Command(
    name = "encode",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Make a sound a latent, with the autoencoder of a model or one alone: a NumPy file of "
            + "floats, (latent channels, frames).",
    footerHeading = "%nExamples:%n",
    footer = {
      "  aulos encode in.wav -o x.npy -m same-s",
      "  aulos encode in.wav -o x.npy -m stable-audio-open-small --seed 7"
    })
final class EncodeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "INPUT", description = "A WAV or AIFF file of any rate.")
  private Path input = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The .npy file to write.")
  private String output = "";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Draw one of the latents the sound may have; its most likely one if absent.")
  private @Nullable Long seed;

  @Option(names = "--json", description = "Print one JSON object with the result.")
  private boolean json;

  @Mixin private ModelFlags model = new ModelFlags();

  @Override
  public Integer call() throws IOException {
    var file = ModelFlags.path(output);
    requirePlace(file);
    var sound = AudioFiles.read(ModelFlags.requireFile(input));
    try (var codec = model.openCodec()) {
      var latent = encode(codec, sound);
      LatentFile.write(file, latent);
      tell(file, sound, latent);
    }
    return Main.DONE;
  }

  private static void requirePlace(Path file) {
    if (Files.isDirectory(file)) {
      throw new RequestException("--output " + file + ": is a folder; name a file in it");
    }
    if (!file.toString().endsWith(".npy")) {
      throw new RequestException("--output " + file + ": name a file that ends in .npy");
    }
    OutputFlags.requireFolder(file);
  }

  private NdArray encode(LatentCodec codec, Pcm sound) {
    var cancellation = Cancellation.create();
    return Interruption.cancelling(
        cancellation::cancel,
        () ->
            seed == null
                ? codec.encode(sound, cancellation)
                : codec.encode(sound, seed, cancellation));
  }

  private void tell(Path file, Pcm sound, NdArray latent) {
    if (json) {
      var object = new JsonObject();
      object.addProperty("file", file.toString());
      object.addProperty("seconds", sound.durationSeconds());
      object.addProperty("latent_channels", latent.dim(0));
      object.addProperty("frames", latent.dim(1));
      System.out.println(new GsonBuilder().setPrettyPrinting().create().toJson(object));
      return;
    }
    System.out.printf(
        "%s  %d channels × %d frames, of %s s%n",
        file, latent.dim(0), latent.dim(1), Times.text(sound.durationSeconds()));
  }
}
