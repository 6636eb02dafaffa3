package dev.aulos.engine.verify;

import com.google.gson.JsonObject;
import dev.aulos.engine.noise.NoiseSource;
import dev.aulos.engine.noise.RecordedNoise;
import dev.aulos.engine.noise.TorchRandom;
import dev.aulos.engine.sampling.Guidance;
import dev.aulos.engine.sampling.LevelRange;
import dev.aulos.engine.sampling.SamplerFamily;
import dev.aulos.engine.sampling.Schedule;
import dev.aulos.graph.Backend;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Cases of the samplers for the v objective: every run twice, with the recorded noise and with
/// noise drawn from the seed.
final class SamplersCase {
  private static final Pattern LEVELS =
      Pattern.compile("sigmas/min([\\d.]+)_max([\\d.]+)_rho([\\d.]+)_n(\\d+)");

  private final Weights golden;
  private final Checks checks;

  private SamplersCase(ReferenceCase reference) throws IOException {
    golden = reference.weights("golden.safetensors");
    checks = new Checks(reference, golden);
  }

  static List<Check> run(ReferenceCase reference, Backend backend) throws IOException {
    var samplers = new SamplersCase(reference);
    try (var network = new TransformerFixture(reference, backend, samplers.checks)) {
      samplers.levels();
      for (var run : reference.entries("runs")) {
        var noise = samplers.recorded(run.get("key").getAsString());
        samplers.sample(run, network, RecordedNoise.of(noise), true);
        long seed = reference.parameters().get("seed").getAsLong();
        samplers.sample(run, network, TorchRandom.ofSeed(seed), false);
      }
    }
    return samplers.checks.done();
  }

  private void levels() {
    for (var name : golden.paths()) {
      var settings = LEVELS.matcher(name);
      if (settings.matches()) {
        var schedule =
            Schedule.polyexponential(
                Integer.parseInt(settings.group(4)),
                Double.parseDouble(settings.group(1)),
                Double.parseDouble(settings.group(2)),
                Double.parseDouble(settings.group(3)));
        checks.compare(name, levels(schedule));
      }
    }
  }

  static NdArray levels(Schedule schedule) {
    var levels = new float[schedule.steps() + 1];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = schedule.level(0, i);
    }
    return NdArray.of(levels, levels.length);
  }

  private void sample(
      JsonObject run, TransformerFixture network, NoiseSource noise, boolean recorded) {
    var key = run.get("key").getAsString();
    var shape = golden.shape(key + "/noise");
    var sampler = SamplerFamily.V.named(run.get("sampler").getAsString());
    var range =
        new LevelRange(
            run.get("sigma_min").getAsDouble(),
            run.get("sigma_max").getAsDouble(),
            run.get("rho").getAsDouble());
    var schedule = sampler.schedule(run.get("steps").getAsInt(), range);
    var state = noise.draw(checks.input(key + "/noise").size());
    if (run.get("init").getAsBoolean()) {
      var init = checks.input("init_latents").toFloats();
      sampler.interpolant().start(state, init, schedule.level(0, 0));
    } else {
      sampler.interpolant().start(state, schedule.level(0, 0));
    }
    var guidance =
        Guidance.of(run.get("cfg_scale").getAsFloat())
            .withRescale(run.get("scale_phi").getAsFloat());
    var denoiser = network.denoiser("", guidance, (int) shape[2]);
    var sampling = sampler.start(denoiser, schedule, state, (int) shape[0], noise);
    for (int i = 0; sampling.advance(); i++) {
      if (recorded) {
        checks.compareIfExpected(key + "/denoised_" + i, NdArray.of(sampling.denoised(), shape));
      }
    }
    checks.compare(key + "/output", NdArray.of(sampling.x(), shape));
  }

  /// The initial noise and the draws that the sampler asked for, in order.
  private List<float[]> recorded(String key) {
    var draws = new ArrayList<float[]>();
    draws.add(golden.get(key + "/noise").toFloats());
    for (var name : new TreeSet<>(golden.paths())) {
      if (name.startsWith(key + "/step_noise_")) {
        draws.add(golden.get(name).toFloats());
      }
    }
    return draws;
  }
}
