package dev.aulos.engine;

import dev.aulos.engine.conditioning.Texts;
import dev.aulos.engine.diffusion.DiffusionNetwork;
import dev.aulos.engine.files.Inventory;
import dev.aulos.engine.files.ModelException;
import dev.aulos.engine.files.ModelFiles;
import dev.aulos.engine.files.PreparedWeights;
import dev.aulos.engine.noise.TorchRandom;
import dev.aulos.engine.pipeline.Meanwhile;
import dev.aulos.engine.pipeline.Networks;
import dev.aulos.engine.pipeline.Run;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.config.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A text-to-audio model, opened and ready.
///
/// ```java
/// try (var model = Aulos.open(Path.of("models/stable-audio-open-small"))) {
///   var request = GenerateRequest.of("warm analog techno, 124 BPM").withSeed(42);
///   model.generate(request).writeTo(Path.of("techno.wav"));
/// }
/// ```
///
/// One generation at a time; a second one in the same process starts at once.
public final class Aulos implements AutoCloseable {
  private final Networks networks;
  private final Planner planner;
  private final Texts texts;
  private final ModelInfo info;
  private final AdapterShelf shelf;
  private final List<AdapterUse> usual;

  private Aulos(
      Networks networks,
      Planner planner,
      Texts texts,
      ModelInfo info,
      AdapterShelf shelf,
      List<AdapterUse> usual) {
    this.networks = networks;
    this.planner = planner;
    this.texts = texts;
    this.info = info;
    this.shelf = shelf;
    this.usual = usual;
  }

  /// Where and how to open a model.
  ///
  /// @param shared folders in which text encoders are looked for, besides the model's own
  /// @param threads how many threads compute; 0 for one per physical core
  /// @param adapters of requests that name none
  public record Options(List<Path> shared, int threads, List<AdapterUse> adapters) {
    /// No shared folders, one thread per physical core, no adapters.
    public static final Options DEFAULT = new Options(List.of(), 0);

    /// Options without adapters.
    public Options(List<Path> shared, int threads) {
      this(shared, threads, List.of());
    }

    /// These, with adapters for requests that name none.
    public Options withAdapters(List<AdapterUse> uses) {
      return new Options(shared, threads, uses);
    }

    /// Copies the lists and checks the number.
    public Options {
      shared = List.copyOf(shared);
      adapters = List.copyOf(adapters);
      if (threads < 0 || threads > 1024) {
        throw new RequestException("threads " + threads + ": expected 0 to 1024");
      }
    }
  }

  /// Opens a model from its folder or weights file, on the backend that is installed.
  ///
  /// @throws ModelException if a file is missing, broken, or not what its configuration says
  public static Aulos open(Path model) throws ModelException {
    return open(model, Options.DEFAULT);
  }

  /// Opens a model.
  ///
  /// @throws ModelException if a file is missing, broken, or not what its configuration says
  public static Aulos open(Path model, Options options) throws ModelException {
    return open(model, options, InstalledBackend.open(options.threads()));
  }

  /// Opens a model on a backend; `options.threads` is the backend's own matter.
  ///
  /// @throws ModelException if a file is missing, broken, or not what its configuration says
  public static Aulos open(Path model, Options options, Backend backend) throws ModelException {
    var files = ModelFiles.open(model);
    if (!(files.config() instanceof ModelConfig.TextToAudio config)) {
      throw new ModelException(model, "is an autoencoder alone, which cannot generate");
    }
    if (config.autoencoder().isEmpty()) {
      throw new ModelException(model, "has no autoencoder (model.pretransform)");
    }
    try {
      var weights = PreparedWeights.of(files.weights(), config.dit());
      Inventory.check(config, weights, "model.", "conditioner.", "pretransform.");
      var shelf = new AdapterShelf(weights, places(files.folder(), options));
      shelf.layers(options.adapters()); // so that a wrong one is known before the rest is loaded
      var planner = new Planner(config, config.autoencoder().get());
      try (var diffusion =
          Meanwhile.opening(
              () -> Networks.diffusion(backend, config, weights), DiffusionNetwork::close)) {
        var info = info(files, config, planner);
        var text = Texts.open(files.folder(), config, weights, options.shared(), backend);
        try {
          var networks = new Networks(backend, config, weights, text.encoder(), diffusion.take());
          return new Aulos(networks, planner, text, info, shelf, options.adapters());
        } catch (RuntimeException e) {
          text.encoder().close();
          throw e;
        }
      }
    } catch (RequestException e) { // of an adapter
      throw new ModelException(model, e);
    } catch (UnsupportedModelException e) {
      throw new ModelException(model, e);
    } catch (ModelException e) {
      throw e;
    } catch (IOException e) {
      throw new ModelException(model, e);
    }
  }

  private static List<Path> places(Path folder, Options options) {
    var places = new ArrayList<Path>();
    for (var use : options.adapters()) {
      places.add(use.file().toAbsolutePath().resolveSibling(""));
    }
    places.add(folder);
    places.addAll(options.shared());
    return places;
  }

  private static ModelInfo info(ModelFiles files, ModelConfig.TextToAudio config, Planner planner)
      throws IOException {
    var defaults = Defaults.of(config);
    var name = files.folder().toAbsolutePath().normalize().getFileName();
    return new ModelInfo(
        name == null ? "model" : name.toString(),
        files.folder(),
        files.fingerprint(),
        config.line(),
        config.objective(),
        config.sampleRate(),
        config.audioChannels(),
        Duration.ofNanos((long) (planner.lengths().longest() * 1e9)),
        Duration.ofNanos((long) (planner.lengths().usual() * 1e9)),
        defaults.family().names(),
        defaults.sampler(),
        defaults.steps(),
        defaults.guidanceScale(),
        planner.knowsStart());
  }

  /// What the model is and how it likes to be used.
  public ModelInfo info() {
    return info;
  }

  /// Starts a generation; nothing runs until it is advanced.
  ///
  /// @throws RequestException if the model cannot answer the request
  public Generation start(GenerateRequest request) {
    return start(request, false);
  }

  /// Starts a part of a longer sound, whose peaks are left to the whole.
  Generation startPart(GenerateRequest request) {
    return start(request, true);
  }

  private Generation start(GenerateRequest request, boolean isPart) {
    var cancellation = Cancellation.create();
    var seeded = seeded(request);
    var plan = planner.plan(seeded);
    var noise = TorchRandom.ofSeed(seeded.seed().orElseThrow());
    var uses = request.adapters().orElse(usual);
    var adapted = uses.isEmpty() ? networks : networks.with(shelf.stack(uses));
    var run = new Run(adapted, plan, noise, cancellation);
    var pasteBack =
        request
            .inpaint()
            .filter(Inpaint::keepExactly)
            .map(parts -> new PasteBack(planner.brought(parts.sound()), parts));
    var resolved = planner.resolved(seeded).withAdapters(shelf.recorded(uses));
    var outcome = new Outcome(info, resolved, pasteBack, isPart);
    return new Generation(run, outcome, cancellation, warnings(request));
  }

  /// The request with a seed, and with the tempo that it chooses where nothing else does: sound to
  /// go on from may have one of its own.
  GenerateRequest seeded(GenerateRequest request) {
    var seeded = withSeed(request);
    boolean fromNothing = request.init().isEmpty() && request.inpaint().isEmpty();
    return fromNothing ? planner.inTime(seeded) : seeded;
  }

  /// The request with a seed, drawn if it has none.
  static GenerateRequest withSeed(GenerateRequest request) {
    return request.seed().isPresent() ? request : request.withSeed(randomSeed());
  }

  /// Generates the first item of a request from start to end.
  ///
  /// @throws RequestException if the model cannot answer the request
  public Take generate(GenerateRequest request) {
    var generation = start(request);
    while (generation.advance()) {
      // piece by piece
    }
    return generation.takes().get(0);
  }

  /// Loads what the first generation would load at its end, so that even it decodes at once.
  public void warmUp() {
    networks.codec().openDecoder();
  }

  /// Frees what was loaded for the adapters of earlier generations, which is kept so that their
  /// settings can come back at once. No generation with adapters may be under way.
  public void dropAdapters() {
    networks.dropAdapted();
  }

  private List<String> warnings(GenerateRequest request) {
    var warnings = new ArrayList<String>();
    int most = networks.config().text().maxTokens();
    for (var prompt : request.prompts()) {
      int pieces = texts.tokens(prompt.text());
      if (pieces > most) {
        warnings.add(
            String.format(
                "the prompt has %d tokens, of which the model reads the first %d", pieces, most));
      }
    }
    return warnings;
  }

  private static long randomSeed() {
    return new SecureRandom().nextInt() & 0xffff_ffffL;
  }

  @Override
  public void close() {
    networks.close();
  }
}
