package dev.aulos.engine.verify;

import com.google.gson.JsonObject;
import dev.aulos.engine.diffusion.LocalCondition;
import dev.aulos.engine.diffusion.Padding;
import dev.aulos.engine.noise.RecordedNoise;
import dev.aulos.engine.sampling.Denoiser;
import dev.aulos.engine.sampling.SamplerFamily;
import dev.aulos.engine.sampling.Schedule;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/// Recorded runs of samplers, every state and every estimate of the data: on the formula `v(x, t) =
/// 0.7·x·t + 0.3·sin(1.3·x + c) − 0.5·t`, and on the transformers of other cases.
final class FlowTraces {
  private final ReferenceCase reference;
  private final Backend backend;
  private final Weights golden;
  private final Checks checks;

  FlowTraces(ReferenceCase reference, Backend backend, Weights golden, Checks checks) {
    this.reference = reference;
    this.backend = backend;
    this.golden = golden;
    this.checks = checks;
  }

  void run() throws IOException {
    for (var entry : reference.json().getAsJsonObject("runs").entrySet()) {
      var run = entry.getValue().getAsJsonObject();
      var model = run.get("model").getAsString();
      if (model.equals("analytic")) {
        trace(entry.getKey(), run, formula());
      } else {
        var other = ReferenceCase.below(reference.folder().resolve(model).normalize()).get(0);
        try (var transformer = new FlowTransformer(other, backend)) {
          trace(entry.getKey(), run, denoiser(entry.getKey(), run, transformer));
        }
      }
    }
  }

  private Denoiser formula() {
    var c = checks.input("analytic/c").toFloats();
    return (x, times, out) -> {
      int size = x.length / times.length;
      int frames = size / c.length;
      for (int i = 0; i < x.length; i++) {
        double t = times[i / size];
        double wave = Math.sin(1.3 * x[i] + c[i % size / frames]);
        out[i] = (float) (0.7 * x[i] * t + 0.3 * wave - 0.5 * t);
      }
    };
  }

  private Denoiser denoiser(String name, JsonObject run, FlowTransformer transformer) {
    var shape = golden.shape(name + "/x_init");
    var conditioning = transformer.conditioning(run, (int) shape[0]);
    if (checks.expects(name + "/local")) {
      var local = new LocalCondition.Given(checks.input(name + "/local"));
      conditioning = conditioning.withLocal(local);
    }
    if (checks.expects(name + "/padding_mask")) {
      var valid = FlowTransformer.validFrames(checks.input(name + "/padding_mask"));
      conditioning = conditioning.withPadding(new Padding(valid, Padding.Treatment.ZERO_VALUES));
    }
    var guidance = FlowTransformer.guidance(run.getAsJsonObject("options"));
    return transformer
        .network()
        .condition(conditioning, guidance, (int) shape[2], Cancellation.none());
  }

  private void trace(String name, JsonObject run, Denoiser denoiser) {
    var shape = golden.shape(name + "/x_init");
    var sampler = SamplerFamily.FLOW_3.named(run.get("sampler").getAsString());
    var state = checks.input(name + "/x_init").toFloats();
    var noise = RecordedNoise.of(noise(name));
    var sampling = sampler.start(denoiser, schedule(name), state, (int) shape[0], noise);
    var states = NdArray.zeros(DType.F32, golden.shape(name + "/x"));
    var estimates = NdArray.zeros(DType.F32, golden.shape(name + "/denoised"));
    var x = states.floats();
    var denoised = estimates.floats();
    x.put(sampling.x());
    while (sampling.advance()) {
      x.put(sampling.x());
      denoised.put(sampling.denoised());
    }
    checks.compare(name + "/x", states);
    checks.compare(name + "/denoised", estimates);
    checks.add(new Check(name + " (draws left)", noise.remaining(), 0));
  }

  private Schedule schedule(String name) {
    var sigmas = checks.input(name + "/sigmas");
    var levels = sigmas.toFloats();
    int points = (int) sigmas.dim(-1);
    var items = new ArrayList<Schedule>();
    for (int i = 0; i < levels.length; i += points) {
      items.add(Schedule.of(Arrays.copyOfRange(levels, i, i + points)));
    }
    return sigmas.rank() == 1 ? items.get(0) : Schedule.ofItems(items);
  }

  private List<float[]> noise(String name) {
    var draws = new ArrayList<float[]>();
    for (var tensor : new TreeSet<>(golden.paths())) {
      if (tensor.startsWith(name + "/noise/")) {
        draws.add(golden.get(tensor).toFloats());
      }
    }
    return draws;
  }
}
