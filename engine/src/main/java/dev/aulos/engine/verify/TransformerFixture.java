package dev.aulos.engine.verify;

import dev.aulos.engine.conditioning.Conditioners;
import dev.aulos.engine.diffusion.Conditioning;
import dev.aulos.engine.diffusion.DiffusionNetwork;
import dev.aulos.engine.files.PreparedWeights;
import dev.aulos.engine.files.Scopes;
import dev.aulos.engine.sampling.Denoiser;
import dev.aulos.engine.sampling.Guidance;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import dev.aulos.models.Conditioner;
import dev.aulos.models.ModelConfig;
import java.io.IOException;
import java.util.HashMap;
import java.util.Optional;

/// A case's transformer and conditioners, given rows that stand for encoded text.
final class TransformerFixture implements AutoCloseable {
  private final ModelConfig.TextToAudio config;
  private final Weights weights;
  private final Checks checks;
  private final Conditioners conditioners;
  private final DiffusionNetwork network;

  /// The model of the case itself, or of the case whose model it holds in another layout.
  TransformerFixture(ReferenceCase reference, Backend backend, Checks checks) throws IOException {
    this.checks = checks;
    var described = reference;
    var stored = "model.safetensors";
    if (reference.parameters().has("source_case")) {
      var source = reference.parameters().get("source_case").getAsString();
      described = ReferenceCase.below(reference.folder().resolveSibling(source)).get(0);
      stored = "";
    }
    config = (ModelConfig.TextToAudio) ModelConfig.of(described.config());
    weights = PreparedWeights.of(reference.weights(stored), config.dit());
    conditioners = new Conditioners(backend, config, weights, Scopes.CONDITIONERS);
    network =
        new DiffusionNetwork(
            backend, config.dit(), config.objective(), weights, Scopes.TRANSFORMER);
  }

  ModelConfig.TextToAudio config() {
    return config;
  }

  Weights weights() {
    return weights;
  }

  /// The network conditioned as a run says; its tensors may also lie at the top.
  Denoiser denoiser(String run, Guidance guidance, int frames) {
    return network.condition(conditioning(run), guidance, frames, Cancellation.none());
  }

  Conditioning conditioning(String run) {
    var tokens = tokens(run, "");
    Optional<NdArray> negative =
        checks.expects(run + "/negative_prompt_rows")
            ? Optional.of(tokens(run, "negative_").cross())
            : Optional.empty();
    return new Conditioning(tokens.cross(), tokens.global(), negative);
  }

  private Conditioners.Tokens tokens(String run, String prefix) {
    var place = (checks.expects(run + "/" + prefix + "prompt_rows") ? run + "/" : "") + prefix;
    var rows = checks.input(place + "prompt_rows");
    if (prefix.equals("negative_")) {
      rows = masked(rows, checks.input(place + "prompt_mask"));
    }
    var numbers = new HashMap<String, double[]>();
    for (var conditioner : config.conditioners()) {
      if (conditioner instanceof Conditioner.Quantity quantity) {
        var values = checks.input(place + quantity.id()).toFloats();
        var doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
          doubles[i] = values[i];
        }
        numbers.put(quantity.id(), doubles);
      }
    }
    return conditioners.join(rows, numbers, Cancellation.none());
  }

  private static NdArray masked(NdArray rows, NdArray mask) {
    var factors = mask.toFloats();
    var values = rows.toFloats();
    int width = (int) rows.dim(2);
    for (int i = 0; i < values.length; i++) {
      values[i] *= factors[i / width];
    }
    return NdArray.of(values, rows.shape());
  }

  @Override
  public void close() {
    network.close();
    conditioners.close();
  }
}
