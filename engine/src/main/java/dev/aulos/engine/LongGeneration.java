package dev.aulos.engine;

import dev.aulos.audio.Pcm;
import dev.aulos.audio.SignalReport;
import dev.aulos.engine.Inpaint.Region;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// A sound longer than a model's canvas, made link by link: each continues what there is, knowing
/// its end. Driven by its caller as a [Generation] is:
///
/// ```java
/// var request = GenerateRequest.of("slow piano").withDuration(Duration.ofMinutes(5));
/// var run = LongGeneration.of(model, request, LongGeneration.usualOverlap(model.info()));
/// while (run.advance()) {
///   status.show(run.progress());
/// }
/// run.take();
/// ```
///
/// What a link made stays as it is, sample by sample, but for the last tenth of a second, which the
/// next one makes again so that no seam is heard. Each link has a seed of its own that follows from
/// the request's. Peaks are seen to once, over the whole. For models of Stable Audio 3.
public final class LongGeneration {
  private static final double OVERLAP_SECONDS = 10;
  private static final long SEED_STEP = 0x9e37_79b9L; // odd: 2³² links before a seed comes again

  private final Aulos model;
  private final GenerateRequest request;
  private final Pcm source;
  private final Chain chain;
  private final Duration overlap;
  private final float[][] sound;
  private final long started = System.nanoTime();
  private final Set<String> warnings = new LinkedHashSet<>();
  private int at;
  private int done;
  private @Nullable Settings first;
  private volatile @Nullable Generation current;
  private volatile boolean cancelled;

  private LongGeneration(
      Aulos model, GenerateRequest request, Pcm source, Chain chain, Duration overlap) {
    this.model = model;
    this.request = request;
    this.source = source;
    this.chain = chain;
    this.overlap = overlap;
    at = source.frames();
    sound = new float[source.channels()][];
    Arrays.setAll(sound, c -> Arrays.copyOf(source.channel(c), chain.total()));
  }

  /// A long sound from nothing; nothing runs until it is advanced.
  ///
  /// @param request of one item that has a duration, up to an hour; without a sound to start from
  /// @param overlap how much of what there is each link is told, less than the model's canvas
  /// @throws RequestException if the model cannot answer the request
  public static LongGeneration of(Aulos model, GenerateRequest request, Duration overlap) {
    var nothing = Pcm.silence(model.info().sampleRate(), model.info().channels(), 0);
    var chain = Chain.of(model.info(), request, 0, overlap, Duration.ZERO);
    return new LongGeneration(model, model.seeded(request), nothing, chain, overlap);
  }

  /// A continuation of a sound up to the request's duration; nothing runs until it is advanced.
  ///
  /// @param source any rate and number of channels, and any length shorter than the request's
  /// @param overlap how much of what there is each link is told, less than the model's canvas
  /// @param blend how much of the source's end is made again so that no seam is heard; the rest of
  ///   it stays as it is, sample by sample. Less than the overlap
  /// @throws RequestException if the model cannot answer the request
  public static LongGeneration continuing(
      Aulos model, Pcm source, GenerateRequest request, Duration overlap, Duration blend) {
    var format = new SoundFormat(model.info().sampleRate(), model.info().channels());
    var brought = format.checked(source, "the sound to continue");
    var chain = Chain.of(model.info(), request, brought.frames(), overlap, blend);
    return new LongGeneration(model, Aulos.withSeed(request), brought, chain, overlap);
  }

  /// The overlap to take where nothing is said: ten seconds, for short canvases a quarter of one.
  public static Duration usualOverlap(ModelInfo info) {
    long quarter = info.canvas().toNanos() / 4;
    return Duration.ofNanos(Math.min(quarter, (long) (OVERLAP_SECONDS * 1e9)));
  }

  /// Does the next piece of work; false once all is done.
  ///
  /// @throws CancellationException if cancelled
  /// @throws BrokenOutputException if the model produced values that are not numbers
  public boolean advance() {
    if (done == links()) {
      return false;
    }
    var generation = current;
    if (generation == null) {
      generation = model.startPart(linkRequest());
      current = generation;
    }
    if (cancelled) {
      throw new CancellationException("the generation was cancelled");
    }
    if (!generation.advance()) {
      append(generation);
    }
    return done < links();
  }

  private GenerateRequest linkRequest() {
    var link = chain.links().get(done);
    var begins = chain.time(at - link.context());
    var placed = model.info().knowsStart() ? request.later(begins) : request;
    var next =
        placed
            .withDuration(chain.time(link.length()))
            .withSeed((seed() + done * SEED_STEP) & 0xffff_ffffL);
    if (link.context() == 0) {
      return next;
    }
    var end = Pcm.owning(source.sampleRate(), sound).slice(at - link.context(), at);
    var start = chain.time(link.context() - chain.seam(done));
    var fresh = new Region(start, chain.time(link.length()));
    return next.withInpaint(new Inpaint(end, List.of(fresh), true));
  }

  private void append(Generation generation) {
    var link = chain.links().get(done);
    int kept = link.context() - chain.seam(done);
    var made = generation.audio();
    for (int c = 0; c < sound.length; c++) {
      int target = at - link.context() + kept;
      System.arraycopy(made.channel(c), kept, sound[c], target, link.length() - kept);
    }
    warnings.addAll(generation.warnings());
    if (first == null) {
      first = generation.takes().get(0).settings();
    }
    at += link.fresh();
    done++;
    current = null;
    if (done == links()) {
      var report = SignalReport.of(Pcm.owning(source.sampleRate(), sound));
      request.peaks().warning(report).ifPresent(warnings::add);
    }
  }

  /// Ends the generation: a running [#advance] within 200 ms, a later one at once. From any thread.
  public void cancel() {
    cancelled = true;
    var running = current;
    if (running != null) {
      running.cancel();
    }
  }

  /// How many generations there are.
  public int links() {
    return chain.links().size();
  }

  /// How far it is, over all links.
  public Progress progress() {
    var elapsed = Duration.ofNanos(System.nanoTime() - started);
    var running = current;
    var link = Optional.ofNullable(running).map(Generation::progress);
    double fraction = (done + link.map(Progress::fraction).orElse(0.0)) / links();
    int steps = link.map(Progress::steps).orElse(1);
    Optional<Duration> remaining =
        fraction > 0
            ? Optional.of(Duration.ofNanos((long) (elapsed.toNanos() * (1 - fraction) / fraction)))
            : Optional.empty();
    var between = done == links() ? Progress.Phase.DONE : Progress.Phase.TEXT;
    return new Progress(
        link.map(Progress::phase).orElse(between),
        done * steps + link.map(Progress::step).orElse(0),
        links() * steps,
        fraction,
        elapsed,
        remaining);
  }

  /// The seed of the whole, asked for or drawn.
  public long seed() {
    return request.seed().orElseThrow();
  }

  /// What the user should know, of all links.
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /// The whole sound, with the settings that make it again.
  ///
  /// @throws IllegalStateException if the generation is not done
  public Take take() {
    var settings = first;
    if (done < links() || settings == null) {
      throw new IllegalStateException("the generation is not done: " + done + " of " + links());
    }
    var whole = settings.request().withPrompts(request.prompts()).withSeed(seed());
    boolean continues = source.frames() > 0;
    return new Take(
        treated(),
        new Settings(
            settings.model(),
            settings.fingerprint(),
            whole,
            OptionalDouble.empty(),
            false,
            continues,
            0,
            links() > 1 ? Optional.of(overlap) : Optional.empty()));
  }

  /// With peaks seen to; what is kept of the source is kept so after all else.
  private Pcm treated() {
    var raw = Pcm.owning(source.sampleRate(), sound);
    var treated = request.peaks().treated(raw);
    var channels = new float[sound.length][];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = treated.channel(c);
      int kept = Math.max(0, source.frames() - chain.seam(0));
      System.arraycopy(sound[c], 0, channels[c], 0, kept);
    }
    return Pcm.owning(source.sampleRate(), channels);
  }
}
