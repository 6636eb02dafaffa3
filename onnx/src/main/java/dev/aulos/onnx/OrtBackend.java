package dev.aulos.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import dev.aulos.onnx.OnnxModel.Initializer;
import java.nio.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;

/// Runs graphs on the processor with ONNX Runtime.
public final class OrtBackend implements Backend {
  private static final String FOLDER = "session.model_external_initializers_file_folder_path";

  private static final int MOST_RUNS = 4; // each takes memory of its own

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtOptions options;

  /// A backend that suits one user at one machine.
  public OrtBackend() {
    this(OrtOptions.defaults());
  }

  /// A backend with other options.
  public OrtBackend(OrtOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "ONNX Runtime " + environment.getVersion();
  }

  /// The options of every executable.
  public OrtOptions options() {
    return options;
  }

  /// Runs of fewer threads each, for some kernels run on one thread whatever they are given.
  @Override
  public Optional<Overlap> overlap() {
    int threads = options.threads() == 0 ? processors() : options.threads();
    int runs = Math.min(threads, MOST_RUNS);
    return runs < 2
        ? Optional.empty()
        : Optional.of(new Overlap(new OrtBackend(options.withThreads(threads / runs)), runs));
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /// Waits until no run of any backend is in progress, those given up included. A process should
  /// not end during a run, which would fault.
  ///
  /// @param most how long to wait at most
  /// @return whether none is in progress
  public static boolean awaitRest(Duration most) throws InterruptedException {
    return Runs.awaitNone(most);
  }

  @Override
  public OrtExecutable compile(Graph graph, Weights weights) {
    var parameters = Parameters.of(graph, weights);
    var model = Lowering.lower(graph, weights::type);
    var bound = new Tensors(environment);
    try {
      bind(model, parameters, bound);
      var session = session(model, parameters, bound);
      return new OrtExecutable(graph, model, options, new OpenSession(environment, session, bound));
    } catch (OrtException e) {
      bound.close();
      throw new IllegalStateException(graph.name() + ": " + e.getMessage(), e);
    }
  }

  /// What an executable holds of ONNX Runtime's.
  record OpenSession(OrtEnvironment environment, OrtSession session, Tensors bound) {}

  /// Adds the values that the session cannot read from a file.
  private static void bind(OnnxModel model, Parameters parameters, Tensors bound)
      throws OrtException {
    for (var initializer : model.initializers()) {
      switch (initializer) {
        case Initializer.Inline inline -> {}
        case Initializer.Bound b -> bound.add(b.name(), b.value());
        case Initializer.Stored s -> {
          if (parameters.region(s.path()).isEmpty()) {
            bound.add(s.name(), part(parameters.weights().get(s.path()), s));
          }
        }
      }
    }
  }

  private static NdArray part(NdArray parameter, Initializer.Stored s) {
    var bytes = parameter.bytes();
    int start = Math.toIntExact(bytes.position() + s.startByte());
    ((Buffer) bytes).limit(Math.toIntExact(start + s.bytes()));
    ((Buffer) bytes).position(start);
    return NdArray.of(parameter.type(), bytes, s.shape().fixed());
  }

  private OrtSession session(OnnxModel model, Parameters parameters, Tensors bound)
      throws OrtException {
    try (var settings = settings(model)) {
      if (parameters.folder().isPresent()) {
        settings.addConfigEntry(FOLDER, parameters.folder().get().toString());
      }
      if (!bound.byName().isEmpty()) {
        settings.addExternalInitializers(new HashMap<>(bound.byName()));
      }
      return environment.createSession(OnnxWriter.write(model, parameters::region), settings);
    }
  }

  private SessionOptions settings(OnnxModel model) throws OrtException {
    var settings = new SessionOptions();
    settings.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    settings.setLoggerId(model.name());
    settings.setIntraOpNumThreads(options.threads());
    settings.setInterOpNumThreads(1);
    settings.addConfigEntry("session.intra_op.allow_spinning", options.spinning() ? "1" : "0");
    settings.addConfigEntry("session.force_spinning_stop", "1"); // what comes next wants the cores
    settings.addConfigEntry("session.disable_prepacking", isPrepacked(model) ? "0" : "1");
    settings.setCPUArenaAllocator(options.arena());
    settings.setMemoryPatternOptimization(false); // it takes more memory, and no less time
    if (options.profileFolder().isPresent()) {
      var prefix = options.profileFolder().get().resolve(model.name().replaceAll("\\W+", "-"));
      settings.enableProfiling(prefix.toString());
    }
    return settings;
  }

  private boolean isPrepacked(OnnxModel model) {
    return switch (options.prepacking()) {
      case NEVER -> false;
      case CONVOLUTIONS ->
          model.nodes().stream().anyMatch(node -> node.kind().op().equals("ConvTranspose"));
      case ALWAYS -> true;
    };
  }
}
