package dev.aulos.engine.verify;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.audio.Pcm;
import dev.aulos.engine.codec.Chunking;
import dev.aulos.engine.codec.SameClips;
import dev.aulos.engine.codec.SameCodec;
import dev.aulos.engine.codec.SameNoise;
import dev.aulos.engine.codec.SameStates;
import dev.aulos.engine.files.PreparedWeights;
import dev.aulos.engine.files.TextFile;
import dev.aulos.engine.noise.NoiseSource;
import dev.aulos.engine.noise.RecordedNoise;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.models.config.Section;
import dev.aulos.models.same.SameConfig;
import dev.aulos.models.same.SoftNorm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Cases of the SAME autoencoder: every block, encoding and decoding at once, in chunks and of
/// ragged clips, and the bottleneck alone.
final class SameCase {
  /// What the reference sees before it fills frames up.
  private static final Set<String> UNFILLED = Set.of("patched", "bottleneck_out", "projected");

  private final Weights golden;
  private final Checks checks;
  private final Backend backend;
  private final SameConfig config;
  private final int sampleRate;
  private final Weights weights;

  private SameCase(ReferenceCase reference, Backend backend) throws IOException {
    this.backend = backend;
    golden = reference.weights("golden.safetensors");
    checks = new Checks(reference, golden);
    var top = Section.of("config", reference.config());
    config = SameConfig.of(top.section("model"), false);
    sampleRate = top.integer("sample_rate", 1, 1_000_000);
    weights = PreparedWeights.of(reference.weights("model.safetensors"));
  }

  /// Whether a case is of this family: runs of a model whose configuration is that of a SAME
  /// autoencoder alone.
  static boolean fits(ReferenceCase reference) {
    var config = reference.file("model_config.json");
    if (!reference.json().has("runs") || !Files.exists(config)) {
      return false;
    }
    try {
      var top = Section.of("config", JsonParser.parseString(TextFile.read(config)));
      return top.has("model") && SameConfig.fits(top.section("model"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Check> run(ReferenceCase reference, Backend backend) throws IOException {
    var all = new SameCase(reference, backend);
    try (var codec = new SameCodec(backend, all.config, all.weights, Scope.root())) {
      for (var run : reference.json().getAsJsonObject("runs").entrySet()) {
        all.run(run.getKey(), run.getValue().getAsJsonObject(), codec);
      }
    }
    for (var name : new TreeSet<>(all.golden.paths())) {
      if (name.endsWith("/raw")) {
        all.bottleneck(name.substring(0, name.lastIndexOf('/')));
      }
    }
    return all.checks.done();
  }

  private void run(String name, JsonObject run, SameCodec codec) {
    var none = Cancellation.none();
    switch (run.get("op").getAsString()) {
      case "decode" -> decode(name, run, codec);
      case "encode" -> encode(name, run, codec);
      case "decode_chunked" -> {
        var latents = checks.input(input(name, run, "latents"));
        var sound = codec.decode(latents, chunking(run), noise(run), none);
        checks.compareIfExpected(name + "/audio", sound);
      }
      case "encode_chunked" -> {
        var sound = checks.input(input(name, run, "audio"));
        var latents = codec.encode(sound, chunking(run), noise(run), none);
        checks.compareIfExpected(name + "/latents_from_audio", latents);
      }
      case "encode list" -> {
        var batch = SameClips.batch(clips(name, run), sampleRate, config);
        checks.compareIfExpected(name + "/batch", batch);
        checks.compareIfExpected(name + "/latents", codec.encode(batch, noise(run), none));
      }
      default -> {} // its expected tensors count as not compared
    }
  }

  private void decode(String name, JsonObject run, SameCodec codec) {
    var latents = checks.input(input(name, run, "latents"));
    var sound = codec.decode(latents, noise(run), Cancellation.none());
    checks.compareIfExpected(name + "/audio", sound);
    if (hasStates(name)) {
      compare(name, states().decoding(latents, noise(run)));
    }
  }

  private void encode(String name, JsonObject run, SameCodec codec) {
    var sound = checks.input(input(name, run, "audio"));
    var latents = codec.encode(sound, noise(run), Cancellation.none());
    checks.compareIfExpected(name + "/latents", latents);
    if (hasStates(name)) {
      compare(name, states().encoding(sound, noise(run)));
    }
  }

  private SameStates states() {
    return new SameStates(backend, config, weights, Scope.root());
  }

  /// Whether a run has more than what goes in and what comes out.
  private boolean hasStates(String run) {
    var ends = Set.of(run + "/audio", run + "/latents");
    return golden.paths().stream()
        .anyMatch(path ->
            path.startsWith(run + "/")
                && !path.startsWith(run + "/noise/")
                && !ends.contains(path));
  }

  private void compare(String run, Map<String, NdArray> states) {
    states.remove("latents"); // what the codec gives is compared instead
    states.forEach((name, value) -> {
      var path = run + "/" + name;
      if (checks.expects(path)) {
        checks.compare(path, UNFILLED.contains(name) ? cut(value, golden.shape(path)) : value);
      }
    });
  }

  /// The first positions on every axis; the value itself if it is too small.
  private static NdArray cut(NdArray value, long[] shape) {
    var from = value.floats();
    if (value.rank() != 3 || shape.length != 3) {
      return value;
    }
    for (int axis = 0; axis < 3; axis++) {
      if (shape[axis] > value.dim(axis)) {
        return value;
      }
    }
    var result = NdArray.zeros(DType.F32, shape);
    var to = result.floats();
    for (long i = 0; i < shape[0]; i++) {
      for (long j = 0; j < shape[1]; j++) {
        long row = (i * value.dim(1) + j) * value.dim(2);
        for (long k = 0; k < shape[2]; k++) {
          to.put(from.get((int) (row + k)));
        }
      }
    }
    return result;
  }

  private void bottleneck(String run) {
    var raw = checks.input(run + "/raw");
    var inputs = new LinkedHashMap<String, NdArray>();
    inputs.put("raw", raw);
    for (var name : golden.paths()) {
      if (name.startsWith(run + "/noise/")) {
        inputs.put("noise", checks.input(name));
      }
    }
    var x = Tensor.input("raw", Shape.of(raw.shape()));
    var norm = SoftNorm.of(Scope.root().at("bottleneck"), config.latentChannels());
    var outputs = new LinkedHashMap<String, Tensor>();
    outputs.put("encoded", norm.encode(x));
    if (inputs.containsKey("noise")) {
      outputs.put("decoded", norm.decode(x, Tensor.input("noise", x.shape())));
    }
    try (var executable = backend.compile(Graph.of("bottleneck", outputs), weights)) {
      var values = executable.run(inputs);
      values.forEach((name, value) -> checks.compareIfExpected(run + "/" + name, value));
    }
  }

  /// The tensor a run works on: the one it names, before any remark, or its own.
  private static String input(String name, JsonObject run, String own) {
    return run.has("input") ? run.get("input").getAsString().split(" ", 2)[0] : name + "/" + own;
  }

  private static Chunking chunking(JsonObject run) {
    return new Chunking(run.get("chunk").getAsInt(), run.get("overlap").getAsInt());
  }

  private NoiseSource noise(JsonObject run) {
    if (!run.get("noise_used").getAsBoolean()) {
      return SameNoise.OFF;
    }
    var draws = new ArrayList<float[]>();
    for (JsonElement draw : run.getAsJsonArray("noise")) {
      draws.add(checks.input(draw.getAsString()).toFloats());
    }
    return RecordedNoise.of(draws);
  }

  private List<Pcm> clips(String name, JsonObject run) {
    var clips = new ArrayList<Pcm>();
    for (JsonElement rate : run.getAsJsonArray("sample_rates")) {
      var samples = checks.input(name + "/clip" + clips.size());
      int channels = (int) samples.dim(0);
      clips.add(Pcm.planar(rate.getAsInt(), channels, samples.toFloats()));
    }
    return clips;
  }
}
