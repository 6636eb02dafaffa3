package dev.aulos.engine.verify;

import dev.aulos.engine.noise.RecordedNoise;
import dev.aulos.engine.sampling.Denoiser;
import dev.aulos.engine.sampling.SamplerFamily;
import dev.aulos.engine.sampling.Schedule;
import dev.aulos.graph.NdArray;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A v-DDIM run of a transformer case. Its settings stand in the description of its output alone:
/// "6 steps, cfg 3.5, sigma_max 1, eta 0".
final class DdimRun {
  private static final Pattern SETTINGS =
      Pattern.compile("(\\d+) steps, cfg ([\\d.]+), sigma_max ([\\d.]+), eta 0");

  private final String run;
  private final Checks checks;
  private final Matcher settings;

  DdimRun(String run, ReferenceCase reference, Checks checks) {
    this.run = run;
    this.checks = checks;
    var output = reference.json().getAsJsonObject("tensors").getAsJsonObject(run + "/output");
    settings = SETTINGS.matcher(output.get("desc").getAsString());
    if (!settings.find()) {
      throw new IllegalArgumentException(
          reference + ": no settings in the description of " + run + "/output");
    }
  }

  float guidanceScale() {
    return Float.parseFloat(settings.group(2));
  }

  void run(Denoiser denoiser) {
    var noise = checks.input(run + "/noise");
    var name = run.contains("cfgpp") ? "v-ddim-cfgpp" : "v-ddim";
    var sampler = SamplerFamily.V.named(name);
    var schedule =
        Schedule.linear(Integer.parseInt(settings.group(1)), Double.parseDouble(settings.group(3)));
    var x = noise.toFloats();
    var sampling =
        sampler.start(denoiser, schedule, x, (int) noise.dim(0), RecordedNoise.of(List.of()));
    var before = noise;
    for (int i = 0; sampling.advance(); i++) {
      checks.compareIfExpected(
          run + "/denoised_" + i, NdArray.of(sampling.denoised(), noise.shape()));
      var after = NdArray.of(sampling.x(), noise.shape());
      boolean last = sampling.step() == sampling.steps(); // the reference then leaves its state
      checks.compareIfExpected(run + "/x_after_" + i, last ? before : after);
      before = after;
    }
    checks.compare(run + "/output", NdArray.of(sampling.x(), noise.shape()));
  }
}
