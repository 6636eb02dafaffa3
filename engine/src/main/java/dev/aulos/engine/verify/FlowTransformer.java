package dev.aulos.engine.verify;

import com.google.gson.JsonObject;
import dev.aulos.engine.diffusion.Conditioning;
import dev.aulos.engine.diffusion.DiffusionNetwork;
import dev.aulos.engine.files.PreparedWeights;
import dev.aulos.engine.files.Scopes;
import dev.aulos.engine.sampling.Guidance;
import dev.aulos.graph.Backend;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import dev.aulos.models.Objective;
import dev.aulos.models.config.Section;
import dev.aulos.models.dit.DitConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The transformer of a case of Stable Audio 3's, and the conditioning tokens recorded with it.
final class FlowTransformer implements AutoCloseable {
  private final Weights weights;
  private final Weights golden;
  private final DiffusionNetwork network;

  FlowTransformer(ReferenceCase reference, Backend backend) throws IOException {
    var model = reference.config().getAsJsonObject().getAsJsonObject("model");
    var json = model.getAsJsonObject("diffusion").get("config");
    var config = DitConfig.of(Section.of("model.diffusion.config", json));
    weights = PreparedWeights.of(reference.weights("model.safetensors"), config);
    golden = reference.weights("golden.safetensors");
    network =
        new DiffusionNetwork(
            backend, config, Objective.RECTIFIED_FLOW, weights, Scopes.TRANSFORMER);
  }

  DiffusionNetwork network() {
    return network;
  }

  Weights weights() {
    return weights;
  }

  /// The recorded tokens for the first items, and those to guide away from where a run says so.
  Conditioning conditioning(JsonObject run, int items) {
    boolean negative = run.has("negative") && run.get("negative").getAsBoolean();
    return new Conditioning(
        golden.get("cond/cross").toF32().first(items),
        golden.get("cond/global").toF32().first(items),
        negative ? Optional.of(negative().first(items)) : Optional.empty());
  }

  /// The negative tokens, zeros where their mask is 0.
  private NdArray negative() {
    var tokens = golden.get("cond/negative_cross").toF32();
    var mask = golden.get("cond/negative_mask").toF32().toFloats();
    var values = tokens.toFloats();
    int width = (int) tokens.dim(2);
    for (int i = 0; i < values.length; i++) {
      values[i] *= mask[i / width];
    }
    return NdArray.of(values, tokens.shape());
  }

  /// The guidance of a run, or of the options of one.
  static Guidance guidance(JsonObject run) {
    var guidance =
        Guidance.of(number(run, "cfg_scale", 1))
            .withApg(number(run, "apg_scale", 1))
            .withRescale(number(run, "scale_phi", 0))
            .withNormThreshold(number(run, "cfg_norm_threshold", 0));
    if (!run.has("cfg_interval")) {
      return guidance;
    }
    var interval = run.getAsJsonArray("cfg_interval");
    return guidance.within(interval.get(0).getAsFloat(), interval.get(1).getAsFloat());
  }

  private static float number(JsonObject run, String key, float absent) {
    return run.has(key) ? run.get(key).getAsFloat() : absent;
  }

  /// The real frames of each item, which a mask (b, frames) has first.
  static List<Integer> validFrames(NdArray mask) {
    var values = mask.toFloats();
    int frames = (int) mask.dim(1);
    var valid = new ArrayList<Integer>();
    for (int start = 0; start < values.length; start += frames) {
      int count = 0;
      while (count < frames && values[start + count] != 0) {
        count++;
      }
      valid.add(count);
    }
    return valid;
  }

  /// Of values (b, n, d) of all tokens, those of the frames.
  NdArray framesOf(NdArray tokens) {
    int memory = network.config().memoryTokens();
    int frames = (int) tokens.dim(1) - memory;
    int width = (int) tokens.dim(2);
    var rest = NdArray.zeros(DType.F32, tokens.dim(0), frames, width);
    var out = rest.floats();
    for (int item = 0; item < tokens.dim(0); item++) {
      int end = (item + 1) * (memory + frames) * width;
      out.put(tokens.floats(end - frames * width, end));
    }
    return rest;
  }

  @Override
  public void close() {
    network.close();
  }
}
