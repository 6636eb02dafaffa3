package dev.aulos.cli;

import dev.aulos.audio.Pcm;
import dev.aulos.engine.Aulos;
import dev.aulos.engine.GenerateRequest;
import dev.aulos.engine.Inpaint;
import dev.aulos.engine.Inpaint.Region;
import dev.aulos.engine.LongGeneration;
import dev.aulos.engine.ModelInfo;
import dev.aulos.engine.RequestException;
import dev.aulos.models.ModelConfig.Line;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which parts of a sound are made new, and what is added to it.
final class PartFlags {
  private static final String TOGETHER = "--inpaint, --continue or --extend-to";

  @Option(
      names = "--inpaint",
      paramLabel = "FROM-TO",
      description = "Make this part new, in seconds or m:ss; several with commas: 4-8,1:12-1:14.5.")
  private @Nullable String inpaint;

  @Option(names = "--continue", paramLabel = "SECONDS", description = "Add so much after the end.")
  private @Nullable String more;

  @Option(
      names = "--extend-to",
      paramLabel = "SECONDS",
      description = "Add as much after the end as makes the whole so long.")
  private @Nullable String extendTo;

  @Option(
      names = "--keep-exactly",
      description =
          "What is kept stays as it is, sample by sample, with short crossfades within the new "
              + "parts. This is the default.")
  private boolean keep;

  @Option(
      names = "--no-keep-exactly",
      description = "What is kept comes out of the model, close to what it was.")
  private boolean remake;

  @Option(
      names = "--blend",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description =
          "How much of the end is made again when more is added, so that no seam is heard; 0.1 is "
              + "enough. Default: ${DEFAULT-VALUE}.")
  private String blend = "0";

  /// The sound that is edited.
  record Source(Path file, Pcm sound) {
    Duration length() {
      return Times.of(sound.frames(), sound.sampleRate());
    }
  }

  /// Whether only parts are made new.
  boolean isAsked() {
    return inpaint != null || extends_();
  }

  private boolean extends_() {
    return more != null || extendTo != null;
  }

  /// Whether samples are kept as they are.
  boolean keepsExactly() {
    return isAsked() && !remake;
  }

  /// Refuses what cannot be meant, before any work is done for it.
  void check(RequestFlags flags) {
    if (!isAsked() && (keep || remake || !blend.equals("0"))) {
      throw new RequestException("--keep-exactly and --blend go with " + TOGETHER);
    }
    if (keep && remake) {
      throw new RequestException("--keep-exactly or --no-keep-exactly, not both");
    }
    if (more != null && extendTo != null) {
      throw new RequestException("--continue or --extend-to, not both: one says how long it gets");
    }
    if (extends_() && flags.seconds != null) {
      throw new RequestException(
          "--seconds or --continue or --extend-to: only one can say how long it gets");
    }
    regions();
  }

  private List<Region> regions() {
    return inpaint == null ? List.of() : Times.regions("--inpaint", inpaint);
  }

  /// Starts making the parts new.
  ///
  /// @param request its duration, if any, is that of the whole
  Job start(Aulos model, GenerateRequest request, Source source, ChainFlags chain) {
    var info = model.info();
    if (info.line() != Line.THREE) {
      throw new RequestException(
          info.name()
              + " cannot be told what to keep, models of Stable Audio 3 can; without "
              + TOGETHER
              + " all is made new");
    }
    if (source.sound.frames() == 0) {
      throw new RequestException(source.file + ": has no samples");
    }
    var total = total(source, request);
    requireWithin(total, source);
    var whole = request.withDuration(total);
    if (ChainFlags.exceeds(total, info)) {
      return chained(model, whole, source, chain);
    }
    var parts = new Inpaint(source.sound, regions(source, total), keepsExactly());
    return new Job.Single(model.start(whole.withInpaint(parts)));
  }

  /// How long the whole gets.
  private Duration total(Source source, GenerateRequest request) {
    if (more != null) {
      var added = Times.of("--continue", more);
      if (added.isZero()) {
        throw new RequestException("--continue " + more + ": expected more than 0");
      }
      return source.length().plus(added);
    }
    if (extendTo == null) {
      return request.prompts().get(0).duration().orElse(source.length());
    }
    var total = Times.of("--extend-to", extendTo);
    if (total.compareTo(source.length()) <= 0) {
      throw new RequestException(
          "--extend-to "
              + extendTo
              + ": "
              + source.file
              + " is "
              + Times.text(source.length())
              + " s long already");
    }
    return total;
  }

  private void requireWithin(Duration total, Source source) {
    for (var region : regions()) {
      if (region.end().compareTo(total) > 0) {
        throw new RequestException(
            String.format(
                "--inpaint %s-%s: %s ends at %s s%s",
                Times.text(region.start()),
                Times.text(region.end()),
                total.compareTo(source.length()) > 0 ? "the whole" : source.file.toString(),
                Times.text(total),
                extends_()
                    ? ""
                    : "; --extend-to " + Times.text(region.end()) + " makes it longer"));
      }
    }
  }

  /// The parts asked for, and what follows the source's end.
  private List<Region> regions(Source source, Duration total) {
    var regions = new ArrayList<>(regions());
    var remade = Times.of("--blend", blend);
    if (total.compareTo(source.length()) > 0) {
      if (remade.compareTo(source.length()) >= 0) {
        throw new RequestException(
            "--blend "
                + blend
                + ": expected less than the "
                + Times.text(source.length())
                + " s of "
                + source.file);
      }
      regions.add(new Region(source.length().minus(remade), total));
    }
    return regions;
  }

  private Job chained(Aulos model, GenerateRequest request, Source source, ChainFlags chain) {
    var total = request.prompts().get(0).duration().orElseThrow();
    if (inpaint != null || !extends_()) {
      throw tooLong(source.file, total, model.info());
    }
    if (!chain.chain) {
      throw new RequestException(
          "the whole would be "
              + Times.text(total)
              + " s long, this model makes at most "
              + Times.text(model.info().canvas())
              + " s at once; --chain makes more, of parts that continue each other");
    }
    if (!keepsExactly()) {
      throw new RequestException("--chain keeps what there is; leave --no-keep-exactly out");
    }
    var overlap = chain.overlap(model.info());
    var remade = Times.of("--blend", blend);
    return new Job.Chained(
        LongGeneration.continuing(model, source.sound, request, overlap, remade));
  }

  /// The refusal of a sound that does not fit on the canvas.
  static RequestException tooLong(Path file, Duration length, ModelInfo info) {
    var most = Times.text(info.canvas());
    return new RequestException(
        file
            + ": "
            + Times.text(length)
            + " s, this model edits at most "
            + most
            + " s at once; cut the part out first, or edit the beginning with --seconds "
            + most);
  }
}
