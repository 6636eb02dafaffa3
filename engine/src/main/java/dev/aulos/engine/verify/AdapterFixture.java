package dev.aulos.engine.verify;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.aulos.engine.adapters.AdapterStack;
import dev.aulos.engine.conditioning.Conditioners;
import dev.aulos.engine.conditioning.NumberInput;
import dev.aulos.engine.diffusion.Conditioning;
import dev.aulos.engine.diffusion.DiffusionNetwork;
import dev.aulos.engine.diffusion.SwitchedNetwork;
import dev.aulos.engine.files.PreparedWeights;
import dev.aulos.engine.files.Scopes;
import dev.aulos.engine.sampling.Guidance;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import dev.aulos.models.Conditioner;
import dev.aulos.models.Objective;
import dev.aulos.models.conditioner.NumberConditioner;
import dev.aulos.models.config.Section;
import dev.aulos.models.dit.DitConfig;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The transformer and the numbers' conditioners of a case of adapters; there is no text encoder.
final class AdapterFixture {
  private final Backend backend;
  private final JsonObject parameters;
  private final DitConfig config;
  private final int width;
  private final Map<String, NumberInput> numbers = new LinkedHashMap<>();
  private final List<String> crossIds;
  private final List<String> globalIds;
  private final Weights weights;

  AdapterFixture(ReferenceCase reference, Backend backend) throws IOException {
    this.backend = backend;
    parameters = reference.parameters();
    var model = reference.config().getAsJsonObject().getAsJsonObject("model");
    var diffusion = model.getAsJsonObject("diffusion");
    config = DitConfig.of(Section.of("model.diffusion.config", diffusion.get("config")));
    var conditioning = model.getAsJsonObject("conditioning");
    width = conditioning.get("cond_dim").getAsInt();
    for (var item : Section.of("conditioning", conditioning).sections("configs")) {
      if (Conditioner.of(item) instanceof Conditioner.Quantity given) {
        var network = NumberConditioner.of(Scopes.CONDITIONERS.at(given.id()), given, width);
        numbers.put(given.id(), new NumberInput(given::normalized, network));
      }
    }
    crossIds = ConditionerFixture.texts(diffusion.getAsJsonArray("cross_attention_cond_ids"));
    globalIds = ConditionerFixture.texts(diffusion.getAsJsonArray("global_cond_ids"));
    weights = PreparedWeights.of(reference.weights("model.safetensors"), config);
  }

  /// The untouched ones.
  Weights weights() {
    return weights;
  }

  /// The tokens of the case's numbers, after rows of text.
  Conditioners.Tokens tokens(AdapterStack stack, NdArray text) {
    var values = new LinkedHashMap<String, double[]>();
    for (var id : numbers.keySet()) {
      values.put(id, doubles(parameters.get(id)));
    }
    var layout = new Conditioners.Layout((int) text.dim(1), width, numbers, crossIds, globalIds);
    try (var conditioners = new Conditioners(backend, layout, stack.at(0))) {
      return conditioners.join(text, values, Cancellation.none());
    }
  }

  private static double[] doubles(JsonElement list) {
    var array = list.getAsJsonArray();
    var values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).getAsDouble();
    }
    return values;
  }

  /// What the network predicts, without guidance.
  NdArray velocity(AdapterStack stack, Conditioners.Tokens tokens, NdArray x, float[] times) {
    var given = new Conditioning(tokens.cross(), tokens.global(), Optional.empty());
    var flow = Objective.RECTIFIED_FLOW;
    var out = new float[x.size()];
    try (var network =
        new DiffusionNetwork(backend, config, flow, stack.at(times[0]), Scopes.TRANSFORMER)) {
      int frames = (int) x.dim(2);
      new SwitchedNetwork(flow, level -> network, given, Guidance.NONE, frames, Cancellation.none())
          .predict(x.toFloats(), times, out);
    }
    return NdArray.of(out, x.shape());
  }
}
