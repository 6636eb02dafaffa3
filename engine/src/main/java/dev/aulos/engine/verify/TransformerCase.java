package dev.aulos.engine.verify;

import com.google.gson.JsonObject;
import dev.aulos.engine.diffusion.Conditioning;
import dev.aulos.engine.files.Scopes;
import dev.aulos.engine.sampling.Guidance;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.models.Conditioner;
import dev.aulos.models.conditioner.NumberEmbedding;
import dev.aulos.models.dit.Dit;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Cases of a diffusion transformer alone: forwards, hidden states, guidance, number conditioners,
/// and v-DDIM.
final class TransformerCase {
  private final ReferenceCase reference;
  private final Backend backend;
  private final Weights golden;
  private final Checks checks;
  private final TransformerFixture model;

  private TransformerCase(
      ReferenceCase reference,
      Backend backend,
      Weights golden,
      Checks checks,
      TransformerFixture model) {
    this.reference = reference;
    this.backend = backend;
    this.golden = golden;
    this.checks = checks;
    this.model = model;
  }

  static List<Check> run(ReferenceCase reference, Backend backend) throws IOException {
    var golden = reference.weights("golden.safetensors");
    var checks = new Checks(reference, golden);
    try (var model = new TransformerFixture(reference, backend, checks)) {
      new TransformerCase(reference, backend, golden, checks, model).runs();
    }
    return checks.done();
  }

  private void runs() {
    var tests = new LinkedHashMap<String, JsonObject>();
    reference.entries("tests").forEach(t -> tests.put(t.get("key").getAsString(), t));
    for (var name : new TreeSet<>(golden.paths())) {
      var run = name.substring(0, name.lastIndexOf('/'));
      if (name.endsWith("/values")) {
        number(run);
      } else if (name.endsWith("/x")) {
        forward(run, tests.getOrDefault(run, reference.parameters()));
      } else if (name.endsWith("/noise")) {
        var ddim = new DdimRun(run, reference, checks);
        int frames = (int) checks.input(name).dim(2);
        ddim.run(model.denoiser(run, Guidance.of(ddim.guidanceScale()), frames));
      }
    }
  }

  private void forward(String run, JsonObject test) {
    var x = checks.input(run + "/x");
    var t = checks.input(run + "/t");
    if (checks.expects(run + "/transformer")) {
      hidden(run, model.conditioning(run), x, t);
    }
    var out = new float[x.size()];
    model.denoiser(run, guidance(test), (int) x.dim(2)).predict(x.toFloats(), t.toFloats(), out);
    checks.compareIfExpected(run + "/output", NdArray.of(out, x.shape()));
  }

  private static Guidance guidance(JsonObject test) {
    var guidance = Guidance.of(test.has("cfg_scale") ? test.get("cfg_scale").getAsFloat() : 1);
    if (test.has("scale_phi")) {
      guidance = guidance.withRescale(test.get("scale_phi").getAsFloat());
    }
    if (test.has("cfg_interval")) {
      var interval = test.getAsJsonArray("cfg_interval");
      guidance = guidance.within(interval.get(0).getAsFloat(), interval.get(1).getAsFloat());
    }
    return guidance;
  }

  private void hidden(String run, Conditioning conditioning, NdArray x, NdArray t) {
    checks.compareIfExpected(run + "/cross_tokens", conditioning.cross());
    checks.compareIfExpected(run + "/global_vector", conditioning.global());
    var dit = Dit.of(Scopes.TRANSFORMER, model.config().dit());
    var seen = new LinkedHashMap<String, Tensor>();
    var once = dit.conditioningGraph(seen::put).outputs();
    seen.putAll(once);
    var given = Map.of("cross", conditioning.cross(), "global", conditioning.global());
    var prepared = values("conditioning", seen, given);
    compare(run, prepared, once.keySet());
    var inputs = new HashMap<String, NdArray>();
    once.keySet().forEach(name -> inputs.put(name, prepared.get(name)));
    inputs.put("x", x);
    inputs.put("t", t);
    var states = new LinkedHashMap<String, Tensor>();
    states.putAll(dit.stepGraph(states::put).outputs());
    compare(run, values("hidden states", states, inputs), Set.of());
  }

  private Map<String, NdArray> values(
      String name, Map<String, Tensor> outputs, Map<String, NdArray> inputs) {
    try (var executable = backend.compile(Graph.of(name, outputs), model.weights())) {
      return executable.run(inputs);
    }
  }

  private void compare(String run, Map<String, NdArray> values, Set<String> except) {
    values.forEach((name, value) -> {
      if (!except.contains(name)) {
        checks.compareIfExpected(run + "/" + name, value);
      }
    });
  }

  private void number(String run) {
    var id = run.substring(run.lastIndexOf('/') + 1);
    var quantity = (Conditioner.Quantity) model.config().conditioner(id);
    var values = checks.input(run + "/values").toFloats();
    var normalized = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      normalized[i] = quantity.normalized(values[i]);
    }
    var seen = new LinkedHashMap<String, Tensor>();
    var embedding = NumberEmbedding.of(Scopes.CONDITIONERS.at(id), model.config().conditionWidth());
    seen.putAll(embedding.graph(seen::put).outputs());
    var inputs = Map.of("x", NdArray.of(normalized, values.length));
    compare(run, values("number", seen, inputs), Set.of());
  }
}
