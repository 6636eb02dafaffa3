package dev.aulos.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.aulos.cli.PreEncoding.ClipException;
import dev.aulos.engine.RequestException;
import dev.aulos.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aulos pre-encode`: the latents of all sounds of a folder, to train on.
@Command(
    name = "pre-encode",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Make every sound in a folder and below it a latent: a .npy file, (latent channels,"
            + " frames), and a .json file with its prompt, seconds, source, sample rate and padding"
            + " mask. The prompt is read from a .json (prompt or text) or .txt file of the same"
            + " name beside the sound. Run again, it goes on where it ended: what has not changed"
            + " is not encoded again.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  aulos pre-encode loops -o loops-latents -m same-s",
      "",
      "Exit code 1 if a sound could not be encoded; these are listed at the end."
    })
final class PreEncodeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "A folder with WAV or AIFF files of any rate.")
  private Path folder = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      required = true,
      description = "The folder of the latents, made if need be; it mirrors FOLDER.")
  private String output = "";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Draw one of the latents each sound may have; the most likely ones if absent.")
  private @Nullable Long seed;

  @Option(names = "--json", description = "Print one JSON object with the results.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  @Mixin private ModelFlags model = new ModelFlags();

  private final Map<String, String> failed = new LinkedHashMap<>();
  private final long start = System.nanoTime();
  private int encoded;
  private int there;

  @Override
  public Integer call() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new RequestException(folder + ": no such folder");
    }
    if (seed != null && (seed < 0 || seed > 0xffff_ffffL)) {
      throw new RequestException("--seed " + seed + ": expected 0 to 4294967295");
    }
    var out = ModelFlags.path(output);
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new RequestException("--output " + out + ": is a file, expected a folder");
    }
    var clips = Clips.below(folder, out);
    if (clips.isEmpty()) {
      throw new RequestException(folder + ": no sound files in it or below it");
    }
    var seeds = seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    var cancellation = Cancellation.create();
    try (var codec = model.openCodec()) {
      var work = new PreEncoding(codec, seeds, cancellation);
      Interruption.cancelling(cancellation::cancel, () -> encode(clips, work, cancellation));
    }
    tell(clips);
    return failed.isEmpty() ? Main.DONE : Main.FAILED;
  }

  private int encode(List<Clip> clips, PreEncoding work, Cancellation cancellation)
      throws IOException {
    long all = 0;
    for (var clip : clips) {
      all += Files.size(clip.source());
    }
    long passed = 0;
    long worked = 0;
    try (var status = new Status(quiet || json)) {
      for (int i = 0; i < clips.size(); i++) {
        cancellation.check();
        var clip = clips.get(i);
        status.show(
            (i + 1) + "/" + clips.size() + " " + clip.name(),
            all == 0 ? 0 : (double) passed / all,
            left(worked, all - passed));
        long size = Files.size(clip.source());
        worked += encode(clip, work) ? size : 0;
        passed += size;
      }
    }
    return encoded;
  }

  /// Whether there was something to do.
  private boolean encode(Clip clip, PreEncoding work) throws IOException {
    try {
      boolean made = work.encode(clip);
      encoded += made ? 1 : 0;
      there += made ? 0 : 1;
      return made;
    } catch (ClipException e) {
      failed.put(clip.name(), String.valueOf(e.getMessage()));
      return true;
    }
  }

  /// The time left, as far as it can be known from the bytes worked on so far.
  private String left(long worked, long bytes) {
    if (worked == 0) {
      return "";
    }
    double rate = (double) (System.nanoTime() - start) / worked;
    return Status.clock(Duration.ofNanos((long) (rate * bytes))) + " left";
  }

  private void tell(List<Clip> clips) {
    if (json) {
      var object = new JsonObject();
      object.addProperty("sounds", clips.size());
      object.addProperty("encoded", encoded);
      object.addProperty("there_already", there);
      var list = new JsonArray();
      failed.forEach((name, reason) -> {
        var one = new JsonObject();
        one.addProperty("file", name);
        one.addProperty("reason", reason);
        list.add(one);
      });
      object.add("failed", list);
      System.out.println(new GsonBuilder().setPrettyPrinting().create().toJson(object));
      return;
    }
    System.out.printf(
        "%d encoded, %d there already, %d failed, in %s%n",
        encoded, there, failed.size(), ModelFlags.path(output));
    failed.forEach((name, reason) -> System.err.println("failed: " + name + ": " + reason));
  }
}
