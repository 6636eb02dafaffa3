package dev.aulos.cli;

import dev.aulos.engine.Aulos;
import dev.aulos.engine.GenerateRequest;
import dev.aulos.engine.Generation;
import dev.aulos.engine.RequestException;
import dev.aulos.recipe.evaluate.Evaluation;
import dev.aulos.recipe.evaluate.Renderer;
import dev.aulos.recipe.evaluate.Report;
import dev.aulos.recipe.evaluate.ReportHtml;
import dev.aulos.recipe.evaluate.ReportJson;
import dev.aulos.recipe.evaluate.ReportText;
import dev.aulos.recipe.evaluate.TrueSounds;
import dev.aulos.recipe.sound.Prompt;
import dev.aulos.recipe.sound.SoundWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `aulos evaluate`: how well a model makes what it is asked for, by measuring what it makes.
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measure how well a model makes what prompts ask for: kind, tempo, pitch, place, length.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  aulos evaluate                                  the built-in model, all prompts",
      "  aulos evaluate --steps 50 --guidance-scale 4 --html report.html",
      "  aulos evaluate -m runs/mine/model --against nano --rounds 3",
      "  aulos evaluate --truth                          what the measures say of true sounds"
    })
final class EvaluateCommand implements Callable<Integer> {
  private static final long FIRST_SEED = 1;
  private static final int TRUE_SOUNDS_PER_KIND = 10;

  @Mixin private ModelFlags model = new ModelFlags();

  @Option(names = "--steps", paramLabel = "N", description = "Steps of sampling.")
  private @Nullable Integer steps;

  @Option(names = "--sampler", paramLabel = "NAME", description = "Sampler.")
  private @Nullable String sampler;

  @Option(
      names = {"--guidance-scale", "--cfg-scale"},
      paramLabel = "X",
      description = "How strongly the prompt is followed.")
  private @Nullable Double guidanceScale;

  @Option(
      names = "--prompts",
      paramLabel = "N",
      description = "Only so many of the prompts, spread evenly; all if absent.")
  private @Nullable Integer prompts;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seeds for some of the prompts, to measure how much sounds differ.")
  private int seeds;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Render all prompts N times, each with another seed: figures are more certain, and"
              + " prompts that are wrong with every seed are listed.")
  private int rounds;

  @Option(
      names = "--against",
      paramLabel = "MODEL",
      description =
          "Another model, measured beside it on the same prompts and sampled as it usually is.")
  private @Nullable String other;

  @Option(names = "--truth", description = "Measure true sounds too, beside the model's.")
  private boolean truth;

  @Option(names = "--html", paramLabel = "FILE", description = "Write a page with sounds.")
  private @Nullable Path html;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON.")
  private @Nullable Path json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException {
    if (seeds < 1 || seeds > 32) {
      throw new RequestException("--seeds is " + seeds + ", expected 1 to 32");
    }
    if (rounds < 1 || rounds > 32) {
      throw new RequestException("--rounds is " + rounds + ", expected 1 to 32");
    }
    var reports = new ArrayList<Report>();
    var cancelled = new AtomicBoolean();
    Interruption.cancelling(
        () -> cancelled.set(true),
        () -> {
          var evaluation = Evaluation.of(chosen()).withSeeds(FIRST_SEED, seeds).withRounds(rounds);
          var asked = new RequestFlags();
          asked.steps = steps;
          asked.sampler = sampler;
          asked.guidanceScale = guidanceScale;
          reports.add(run(evaluation, model.model, asked, cancelled));
          if (other != null) {
            reports.add(run(evaluation, other, new RequestFlags(), cancelled));
          }
          if (truth) {
            reports.add(truth(cancelled));
          }
          return reports;
        });
    System.out.print(ReportText.of(reports));
    write(html, () -> ReportHtml.of(reports));
    write(json, () -> ReportJson.of(reports));
    return Main.DONE;
  }

  private List<Prompt> chosen() {
    var all = SoundWorld.heldOut();
    if (prompts == null) {
      return all;
    }
    if (prompts < 1 || prompts > all.size()) {
      throw new RequestException("--prompts is " + prompts + ", expected 1 to " + all.size());
    }
    var some = new ArrayList<Prompt>();
    for (int i = 0; i < prompts; i++) {
      some.add(all.get((int) ((long) i * all.size() / prompts)));
    }
    return some;
  }

  private Report run(
      Evaluation evaluation, @Nullable String which, RequestFlags sampling, AtomicBoolean cancelled)
      throws IOException {
    try (var opened = model.open(which);
        var status = new Status(quiet)) {
      return run(
          evaluation, name(which, opened, sampling), renderer(opened, sampling, cancelled), status);
    }
  }

  /// What the user called it, and its steps if they are not the usual ones.
  private static String name(@Nullable String which, Aulos opened, RequestFlags sampling) {
    var name = which == null ? opened.info().name() : which;
    return sampling.steps == null ? name : name + ", " + sampling.steps;
  }

  private static Report run(Evaluation evaluation, String name, Renderer renderer, Status status) {
    return evaluation.run(
        name,
        renderer,
        (done, total, prompt) ->
            status.show("render " + done + "/" + total, (double) done / total));
  }

  private Report truth(AtomicBoolean cancelled) {
    var sounds = TrueSounds.of(TRUE_SOUNDS_PER_KIND, TrueSounds.FIRST_SEED + (1L << 33));
    Renderer checked =
        (prompt, seconds, seed) -> {
          check(cancelled);
          return sounds.render(prompt, seconds, seed);
        };
    try (var status = new Status(quiet)) {
      return run(Evaluation.of(sounds.prompts()), "true sounds", checked, status);
    }
  }

  private static Renderer renderer(Aulos opened, RequestFlags sampling, AtomicBoolean cancelled) {
    return (prompt, seconds, seed) -> {
      check(cancelled);
      Generation run = opened.start(request(sampling, prompt, seconds, seed));
      while (run.advance()) {
        check(cancelled);
      }
      var sound = run.audio().toStereo();
      return new float[][] {sound.channel(0), sound.channel(1)};
    };
  }

  private static void check(AtomicBoolean cancelled) {
    if (cancelled.get()) {
      throw new CancellationException();
    }
  }

  private static GenerateRequest request(
      RequestFlags flags, String prompt, double seconds, long seed) {
    flags.seconds = seconds;
    flags.seed = seed;
    flags.batch = 1;
    return flags.request(prompt).withDuration(Duration.ofNanos((long) (seconds * 1e9)));
  }

  private interface Text {
    String get();
  }

  private static void write(@Nullable Path file, Text text) throws IOException {
    if (file != null) {
      var draft = file.resolveSibling("." + file.getFileName() + ".part");
      Files.writeString(draft, text.get());
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
