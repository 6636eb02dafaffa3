package dev.aulos.engine.verify;

import dev.aulos.engine.codec.Chunking;
import dev.aulos.engine.codec.OobleckCodec;
import dev.aulos.engine.files.PreparedWeights;
import dev.aulos.engine.noise.RecordedNoise;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.oobleck.Oobleck;
import dev.aulos.models.oobleck.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/// Cases of the Oobleck autoencoder: every layer, encoding, decoding at once and in chunks.
final class CodecCase {
  private final Backend backend;
  private final ModelConfig.Codec config;
  private final Weights weights;
  private final Weights golden;
  private final Checks checks;

  private CodecCase(ReferenceCase reference, Backend backend) throws IOException {
    this.backend = backend;
    config = (ModelConfig.Codec) ModelConfig.of(reference.config());
    weights = PreparedWeights.of(reference.weights("model.safetensors"));
    golden = reference.weights("golden.safetensors");
    checks = new Checks(reference, golden);
  }

  static List<Check> run(ReferenceCase reference, Backend backend) throws IOException {
    return new CodecCase(reference, backend).all();
  }

  private List<Check> all() {
    var runs = new TreeSet<String>();
    golden.paths().forEach(name -> runs.add(name.substring(0, name.indexOf('/'))));
    try (var codec = new OobleckCodec(backend, config.codec(), weights, Scope.root())) {
      for (var run : runs) {
        run(run, codec);
      }
    }
    return checks.done();
  }

  private void run(String run, OobleckCodec codec) {
    var none = Cancellation.none();
    if (run.endsWith("_stages")) {
      boolean decoding = checks.expects(run + "/latents");
      stages(run, decoding);
    } else if (run.startsWith("chunked_decode")) {
      var sound = codec.decode(checks.input(run + "/latents"), chunking(run), none);
      checks.compare(run + "/audio", sound);
    } else if (run.startsWith("chunked_encode")) {
      var noise = RecordedNoise.of(draws(run));
      var latents = codec.encode(checks.input(run + "/audio"), chunking(run), noise, none);
      checks.compare(run + "/latents", latents);
    } else if (run.startsWith("decode")) {
      checks.compare(run + "/audio", codec.decode(checks.input(run + "/latents"), none));
    } else {
      var moments = codec.encode(checks.input(run + "/audio"), none);
      checks.compareIfExpected(run + "/mean", moments.mean());
      checks.compareIfExpected(run + "/scale", moments.scale());
      checks.compareIfExpected(run + "/stdev", moments.deviation());
      checks.compareIfExpected(run + "/kl", NdArray.of(new float[] {(float) moments.kl()}));
      var noise = RecordedNoise.of(List.of(golden.get(run + "/noise").toFloats()));
      checks.compareIfExpected(run + "/latents", moments.sample(noise));
    }
  }

  /// `chunked_…_<total>_<chunk>_<overlap>`.
  private static Chunking chunking(String run) {
    var parts = run.split("_", -1);
    return new Chunking(
        Integer.parseInt(parts[parts.length - 2]), Integer.parseInt(parts[parts.length - 1]));
  }

  private List<float[]> draws(String run) {
    var draws = new ArrayList<float[]>();
    for (var name : new TreeSet<>(golden.paths())) {
      if (name.startsWith(run + "/noise_")) {
        draws.add(golden.get(name).toFloats());
      }
    }
    return draws;
  }

  private void stages(String run, boolean decoding) {
    var scope = Scope.root().at(decoding ? "decoder" : "encoder");
    var stages =
        decoding
            ? Oobleck.decoder(scope, config.codec().decoder())
            : Oobleck.encoder(scope, config.codec().encoder());
    var x = checks.input(run + (decoding ? "/latents" : "/audio"));
    for (var stage : stages) {
      x = stage(run, stage, x);
    }
    checks.compareIfExpected(run + "/output", x);
  }

  /// Runs a stage with all its layers visible; gives its output.
  private NdArray stage(String run, Stage stage, NdArray x) {
    var layers = new LinkedHashMap<String, Tensor>();
    var y = stage.graph(layers::put).output("y");
    layers.put("y", y);
    try (var executable = backend.compile(Graph.of(run, layers), weights)) {
      var values = executable.run(Map.of("x", x));
      values.forEach((name, value) -> compareLayer(run, name, value));
      return Objects.requireNonNull(values.get("y"));
    }
  }

  private void compareLayer(String run, String name, NdArray value) {
    checks.compareIfExpected(run + "/" + name, value);
    int sub = name.indexOf("_sub_4"); // the last of a block, and so the block's output
    if (sub > 0) {
      checks.compareIfExpected(run + "/" + name.substring(0, sub), value);
    }
  }
}
