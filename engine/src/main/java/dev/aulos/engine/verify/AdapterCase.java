package dev.aulos.engine.verify;

import com.google.gson.JsonObject;
import dev.aulos.engine.adapters.Adapter;
import dev.aulos.engine.adapters.AdapterLayer;
import dev.aulos.engine.adapters.AdapterStack;
import dev.aulos.engine.adapters.FittedAdapter;
import dev.aulos.engine.adapters.LayerFilter;
import dev.aulos.engine.adapters.Merging;
import dev.aulos.graph.Backend;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Cases of adapters on a transformer and its duration conditioner: the weights that they make of
/// the model's, alone and stacked, at several strengths and noise levels, merged, and what the
/// networks make of those.
final class AdapterCase {
  private static final Pattern TERM = Pattern.compile("([0-9.]+)\\s*\\*\\s*\\(f([0-9]+)\\(W\\)");

  private final ReferenceCase reference;
  private final Checks checks;
  private final AdapterFixture model;
  private final Map<String, FittedAdapter> adapters = new LinkedHashMap<>();

  private AdapterCase(ReferenceCase reference, Backend backend) throws IOException {
    this.reference = reference;
    checks = new Checks(reference, reference.weights("golden.safetensors"));
    model = new AdapterFixture(reference, backend);
  }

  /// Whether the case has files of adapters, and expects weights.
  static boolean fits(ReferenceCase reference) {
    var json = reference.json();
    return json.has("adapter_files")
        && json.has("runs")
        && json.getAsJsonObject("tensors").keySet().stream().anyMatch(n -> n.contains("/weight/"));
  }

  static List<Check> run(ReferenceCase reference, Backend backend) throws IOException {
    var all = new AdapterCase(reference, backend);
    for (var run : reference.json().getAsJsonObject("runs").entrySet()) {
      all.run(run.getKey(), run.getValue().getAsJsonObject());
    }
    return all.checks.done();
  }

  private void run(String name, JsonObject run) throws IOException {
    if (run.has("formula")) {
      selected(name, Merging.blended(model.weights(), terms(run)));
      return;
    }
    var layers = layers(run);
    var stack = AdapterStack.of(model.weights(), layers);
    var times = run.has("t") ? floats(run) : checks.input("t").toFloats();
    var weights = stack.at(times[0]);
    selected(name, weights);
    if (layers.stream().allMatch(l -> l.equals(AdapterLayer.of(l.adapter(), l.strength())))) {
      selected(name, Merging.folded(model.weights(), layers));
    }
    all(name, weights);
    vectors(name, layers);
    networks(name, stack, times);
  }

  private List<AdapterLayer> terms(JsonObject run) throws IOException {
    var layers = new ArrayList<AdapterLayer>();
    var terms = TERM.matcher(run.get("formula").getAsString());
    while (terms.find()) {
      int number = Integer.parseInt(terms.group(2)) - 1;
      var file = run.getAsJsonArray("adapters").get(number).getAsString();
      layers.add(AdapterLayer.of(adapter(file), Double.parseDouble(terms.group(1))));
    }
    return layers;
  }

  private List<AdapterLayer> layers(JsonObject run) throws IOException {
    var files = run.getAsJsonArray("adapters");
    var strengths = run.getAsJsonArray("strengths");
    var layers = new ArrayList<AdapterLayer>();
    for (int i = 0; i < files.size(); i++) {
      var adapter = adapter(files.get(i).getAsString());
      layers.add(AdapterLayer.of(adapter, strengths.get(i).getAsDouble()));
    }
    if (run.has("lora_configs")) {
      for (var element : run.getAsJsonArray("lora_configs")) {
        var config = element.getAsJsonObject();
        var interval = config.getAsJsonArray("interval");
        int index = config.get("lora_index").getAsInt();
        layers.set(
            index,
            new AdapterLayer(
                layers.get(index).adapter(),
                layers.get(index).strength(),
                interval.get(0).getAsDouble(),
                interval.get(1).getAsDouble(),
                LayerFilter.of(config.get("layer_filter").getAsString())));
      }
    }
    return layers;
  }

  private FittedAdapter adapter(String file) throws IOException {
    var known = adapters.get(file);
    if (known == null) {
      known = FittedAdapter.of(Adapter.read(reference.file(file)), model.weights());
      adapters.put(file, known);
    }
    return known;
  }

  private static float[] floats(JsonObject run) {
    var array = run.getAsJsonArray("t");
    var values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).getAsFloat();
    }
    return values;
  }

  private Map<String, String> selection() {
    var paths = new LinkedHashMap<String, String>();
    reference
        .parameters()
        .getAsJsonObject("selected_weights")
        .entrySet()
        .forEach(e -> paths.put(e.getKey(), e.getValue().getAsString()));
    return paths;
  }

  private void selected(String name, Weights weights) {
    selection()
        .forEach((label, path) ->
            checks.compareIfExpected(name + "/weight/" + label, weights.get(path).toF32()));
  }

  private void all(String name, Weights weights) {
    var modules = reference.parameters().getAsJsonArray("all_modules");
    var sums = new float[modules.size()];
    var norms = new float[modules.size()];
    for (int i = 0; i < sums.length; i++) {
      double sum = 0;
      double squares = 0;
      for (double value : doubles(weights.get(modules.get(i).getAsString() + ".weight"))) {
        sum += value;
        squares += value * value;
      }
      sums[i] = (float) sum;
      norms[i] = (float) Math.sqrt(squares);
    }
    checks.compareIfExpected(name + "/all_sums", NdArray.of(sums, sums.length));
    checks.compareIfExpected(name + "/all_norms", NdArray.of(norms, norms.length));
  }

  private static double[] doubles(NdArray array) {
    var floats = array.toF32().toFloats();
    var values = new double[floats.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = floats[i];
    }
    return values;
  }

  private void vectors(String name, List<AdapterLayer> layers) {
    for (var layer : layers) {
      selection()
          .forEach((label, path) -> {
            if (checks.expects(name + "/svd/" + label + "/U")) {
              var vectors = layer.adapter().singularVectors(path).orElseThrow();
              checks.compare(name + "/svd/" + label + "/U", vectors.u());
              checks.compare(name + "/svd/" + label + "/V", vectors.v());
            }
          });
    }
  }

  private void networks(String name, AdapterStack stack, float[] times) {
    var tokens = model.tokens(stack, checks.input("cross_prompt_rows"));
    checks.compareIfExpected(name + "/duration_embedding", tokens.global());
    if (checks.expects(name + "/velocity")) {
      var velocity = model.velocity(stack, tokens, checks.input("x"), times);
      checks.compare(name + "/velocity", velocity);
    }
  }
}
