package dev.aulos.engine.verify;

import com.google.gson.JsonObject;
import dev.aulos.engine.diffusion.Conditioning;
import dev.aulos.engine.diffusion.LocalCondition;
import dev.aulos.engine.diffusion.Padding;
import dev.aulos.engine.diffusion.Stages;
import dev.aulos.engine.files.Scopes;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.models.dit.Dit;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Cases of Stable Audio 3's transformer alone: velocities at several times and lengths, with and
/// without a condition of each frame, padding and guidance, and every stage of some.
final class FlowTransformerCase {
  private static final Pattern BLOCK = Pattern.compile("block_(\\d+)(?:_(\\w+))?");
  private static final Map<String, String> STAGES =
      Map.of(
          "cond_embed", "context",
          "global_embed_projected", "global_embed",
          "transformer", "project_out");

  private final Backend backend;
  private final Checks checks;
  private final FlowTransformer model;

  private FlowTransformerCase(Backend backend, Checks checks, FlowTransformer model) {
    this.backend = backend;
    this.checks = checks;
    this.model = model;
  }

  /// Whether the case gives conditioning tokens to a transformer and expects velocities.
  static boolean fits(ReferenceCase reference) {
    var json = reference.json();
    if (!json.has("runs") || !json.has("tensors")) {
      return false;
    }
    var tensors = json.getAsJsonObject("tensors").keySet();
    return tensors.contains("cond/cross")
        && tensors.contains("cond/global")
        && tensors.stream().anyMatch(name -> name.endsWith("/velocity"))
        && tensors.stream().noneMatch(name -> name.contains("/weight/"));
  }

  static List<Check> run(ReferenceCase reference, Backend backend) throws IOException {
    var checks = new Checks(reference, reference.weights("golden.safetensors"));
    try (var model = new FlowTransformer(reference, backend)) {
      var all = new FlowTransformerCase(backend, checks, model);
      for (var run : reference.json().getAsJsonObject("runs").entrySet()) {
        all.run(run.getKey(), run.getValue().getAsJsonObject());
      }
    }
    return checks.done();
  }

  private void run(String name, JsonObject run) {
    var x = checks.input(name + "/x");
    var conditioning = model.conditioning(run, (int) x.dim(0)).withLocal(local(name, run));
    if (!checks.expects(name + "/padding_mask")) {
      compare(name, name, run, conditioning);
      return;
    }
    var valid = FlowTransformer.validFrames(checks.input(name + "/padding_mask"));
    var zeroed = new Padding(valid, Padding.Treatment.ZERO_VALUES);
    compare(name, name + "/zero_value", run, conditioning.withPadding(zeroed));
    var dropped = new Padding(valid, Padding.Treatment.DROP);
    compare(name, name + "/drop", run, conditioning.withPadding(dropped));
  }

  private LocalCondition local(String name, JsonObject run) {
    if (checks.expects(name + "/local")) {
      return new LocalCondition.Given(checks.input(name + "/local"));
    }
    boolean none = run.get("local").getAsString().startsWith("none");
    return none ? new LocalCondition.None() : new LocalCondition.Zeros();
  }

  private void compare(String name, String place, JsonObject run, Conditioning conditioning) {
    var x = checks.input(name + "/x");
    var t = checks.input(name + "/t").toFloats();
    var out = new float[x.size()];
    var guidance = FlowTransformer.guidance(run);
    model
        .network()
        .condition(conditioning, guidance, (int) x.dim(2), Cancellation.none())
        .predict(x.toFloats(), t, out);
    checks.compare(place + "/velocity", NdArray.of(out, x.shape()));
    if (checks.expects(place + "/project_out")) {
      stages(place, conditioning, x, t);
    }
  }

  private void stages(String place, Conditioning conditioning, NdArray x, float[] t) {
    var dit = Dit.of(Scopes.TRANSFORMER, model.network().config());
    var values = new Stages(backend, dit, model.weights()).of(conditioning, x, t);
    values.forEach((stage, value) -> {
      var block = BLOCK.matcher(stage);
      if (!block.matches()) {
        checks.compareIfExpected(place + "/" + STAGES.getOrDefault(stage, stage), value);
      } else {
        var part = block.group(2) == null ? "out" : block.group(2);
        var seen = part.equals("local_embed") ? model.framesOf(value) : value;
        checks.compareIfExpected(place + "/layer" + block.group(1) + "/" + part, seen);
      }
    });
  }
}
