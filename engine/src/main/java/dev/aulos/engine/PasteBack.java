package dev.aulos.engine;

import dev.aulos.audio.Pcm;

/// Puts what an inpainting kept back, sample by sample; inside the regions, next to their ends, the
/// old sound fades into the new one, so that no seam clicks.
///
/// @param source at the rate and channels of the model
/// @param parts what was made new
record PasteBack(Pcm source, Inpaint parts) {
  private static final double FADE_SECONDS = 0.01;

  /// Changes a sound in place; what lies past the source's end is new.
  void into(float[][] sound) {
    int frames = sound[0].length;
    var weights = newness(frames);
    for (int c = 0; c < sound.length; c++) {
      var old = source.channel(c);
      for (int i = 0; i < Math.min(frames, old.length); i++) {
        float w = weights[i];
        sound[c][i] = w == 0 ? old[i] : w * sound[c][i] + (1 - w) * old[i];
      }
    }
  }

  /// How much of each sample is new: 0 outside the regions, 1 inside, a raised cosine between.
  private float[] newness(int frames) {
    var weights = new float[frames];
    for (var region : parts.regions()) {
      int start = at(Prompt.seconds(region.start()), frames);
      int end = at(Prompt.seconds(region.end()), frames);
      int fade = Math.max(1, Math.min((end - start) / 2, at(FADE_SECONDS, Integer.MAX_VALUE)));
      for (int i = start; i < end; i++) {
        boolean fadesIn = start > 0;
        boolean fadesOut = end < Math.min(frames, source.frames());
        double in = fadesIn ? Math.min(1, (i - start + 1.0) / (fade + 1)) : 1;
        double out = fadesOut ? Math.min(1, (end - i) / (fade + 1.0)) : 1;
        double edge = Math.min(in, out);
        weights[i] = Math.max(weights[i], (float) (0.5 - 0.5 * Math.cos(Math.PI * edge)));
      }
    }
    return weights;
  }

  private int at(double seconds, int most) {
    return (int) Math.min(most, Math.round(seconds * source.sampleRate()));
  }
}
