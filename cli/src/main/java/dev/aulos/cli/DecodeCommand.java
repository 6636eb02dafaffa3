package dev.aulos.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.aulos.audio.Pcm;
import dev.aulos.audio.SampleFormat;
import dev.aulos.audio.WavOptions;
import dev.aulos.audio.WavWriter;
import dev.aulos.engine.CodecInfo;
import dev.aulos.engine.LatentCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aulos decode`: the sound of a latent, written as it is decoded.
@Command(
    name = "decode",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Make a latent a sound again, in memory for a moment of it, however long.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  aulos decode x.npy -o out.wav -m same-s",
      "  aulos decode x.npy -o out.wav -m same-s --seconds 10 --format float32"
    })
final class DecodeCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "LATENT",
      description = "A .npy file of numbers, (latent channels, frames).")
  private Path input = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The WAV file to write.")
  private String output = "";

  @Option(
      names = {"-s", "--seconds"},
      paramLabel = "SECONDS",
      description = "Cut the sound there; else it has all samples of its frames.")
  private @Nullable String seconds;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "pcm16",
      description =
          "pcm16 (dithered) or pcm24, which cut what exceeds full scale, or float32. "
              + "Default: ${DEFAULT-VALUE}.")
  private String format = "pcm16";

  @Option(names = "--json", description = "Print one JSON object with the result.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  @Mixin private ModelFlags model = new ModelFlags();

  @Override
  public Integer call() throws IOException {
    var sampleFormat = OutputFlags.sampleFormat(format);
    var file = ModelFlags.path(output);
    OutputFlags.checkFile(file, output);
    OutputFlags.requireFolder(file);
    double longest =
        seconds == null ? Double.POSITIVE_INFINITY : Times.seconds(Times.of("--seconds", seconds));
    var latent = LatentFile.read(input);
    try (var codec = model.openCodec()) {
      var decoding = codec.decoding(latent);
      long most = (long) (longest * codec.info().sampleRate());
      var options = WavOptions.of(sampleFormat);
      var written =
          Interruption.cancelling(
              decoding::cancel, () -> write(codec.info(), decoding, file, options, most));
      tell(file, written, sampleFormat);
    }
    return Main.DONE;
  }

  /// What was written.
  private record Written(double seconds, long clipped) {}

  private Written write(
      CodecInfo info, LatentCodec.Decoding decoding, Path file, WavOptions options, long most)
      throws IOException {
    long clipped = 0;
    try (var status = new Status(quiet || json);
        var writer = WavWriter.open(file, info.sampleRate(), info.channels(), options)) {
      var block = decoding.next();
      while (block.isPresent() && writer.frames() < most) {
        var sound = block.get().trimTo((int) Math.min(Integer.MAX_VALUE, most - writer.frames()));
        clipped += clipped(sound);
        writer.append(sound);
        status.show("decoding", decoding.fraction());
        block = decoding.next();
      }
      writer.finish();
      return new Written((double) writer.frames() / info.sampleRate(), clipped);
    }
  }

  private static long clipped(Pcm sound) {
    long clipped = 0;
    for (float value : sound.planar()) {
      clipped += Math.abs(value) > 1 ? 1 : 0;
    }
    return clipped;
  }

  private void tell(Path file, Written written, SampleFormat sampleFormat) {
    long cut = sampleFormat.isFloat() ? 0 : written.clipped;
    if (json) {
      var object = new JsonObject();
      object.addProperty("file", file.toString());
      object.addProperty("seconds", written.seconds);
      object.addProperty("clipped_samples", cut);
      System.out.println(new GsonBuilder().setPrettyPrinting().create().toJson(object));
      return;
    }
    if (cut > 0) {
      System.err.println(
          "note: " + cut + " samples exceed full scale and were cut; --format float32 keeps them");
    }
    System.out.println(file + "  " + Times.text(written.seconds) + " s");
  }
}
