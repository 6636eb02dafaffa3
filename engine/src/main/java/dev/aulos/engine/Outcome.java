package dev.aulos.engine;

import dev.aulos.audio.Pcm;
import dev.aulos.audio.SignalReport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The guard at the end of a generation: refuses what is no sound, warns of what is hardly one, and
/// sees to peaks.
///
/// @param request with nothing left open
/// @param pasteBack puts back what was to be kept exactly
/// @param isPart of a longer sound, whose peaks are seen to as a whole
record Outcome(
    ModelInfo model, GenerateRequest request, Optional<PasteBack> pasteBack, boolean isPart) {
  long seed() {
    return request.seed().orElseThrow();
  }

  /// The take of one item; adds to the warnings.
  Take take(float[][] channels, int item, List<String> warnings) {
    var raw = Pcm.owning(model.sampleRate(), channels);
    var report = SignalReport.of(raw);
    var which = request.prompts().size() == 1 ? "" : "item " + item + ": ";
    if (report.nonFinite() > 0) {
      var first = report.firstNonFinite().orElseThrow();
      throw new BrokenOutputException(
          String.format(
              "%sthe model produced %d values that are not numbers, the first at %.3f s; "
                  + "its weights are broken, or the guidance scale is far too high",
              which, report.nonFinite(), (double) first.frame() / model.sampleRate()));
    }
    if (report.isSilent()) {
      warnings.add(String.format("%sthe sound is silent (peak %.0f dB)", which, report.peakDb()));
    }
    if (!isPart) {
      request.peaks().warning(report).ifPresent(warning -> warnings.add(which + warning));
    }
    var treated = isPart ? raw : request.peaks().treated(raw);
    return new Take(pasted(treated), settings(item));
  }

  /// What is kept exactly is kept so after all else.
  private Pcm pasted(Pcm sound) {
    if (pasteBack.isEmpty()) {
      return sound;
    }
    var channels = new float[sound.channels()][];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = sound.channel(c);
    }
    pasteBack.get().into(channels);
    return Pcm.owning(sound.sampleRate(), channels);
  }

  private Settings settings(int item) {
    var init = request.init();
    var level =
        init.isPresent() ? OptionalDouble.of(init.get().noiseLevel()) : OptionalDouble.empty();
    boolean mean = init.map(InitAudio::mean).orElse(false);
    boolean inpainted = request.inpaint().isPresent();
    return new Settings(
        model.name(), model.fingerprint(), bare(), level, mean, inpainted, item, Optional.empty());
  }

  /// The request without the sounds it brings along.
  private GenerateRequest bare() {
    return new GenerateRequest(
        request.prompts(),
        request.seed(),
        request.sampling(),
        Optional.empty(),
        Optional.empty(),
        request.peaks(),
        request.adapters());
  }
}
