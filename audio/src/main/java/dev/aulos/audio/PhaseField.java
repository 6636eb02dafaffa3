package dev.aulos.audio;

import java.util.Arrays;

/// Phases for the magnitudes of overlapping windows, frame by frame: the gradient of the phase
/// follows from that of the logarithm of the magnitude, and is integrated from the loudest
/// coefficients outwards (Průša and Søndergaard, "Real-time spectrogram inversion using phase
/// gradient heap integration", DAFx 2016).
///
/// A bin's phase is thus reached from the last frame or from a bin beside it, whichever way leads
/// over the louder coefficients, a way being as loud as its quietest one. The paper takes a heap to
/// find that way; in a row of bins two passes find it too, one for the ways that come from below
/// and one for those from above.
///
/// Phases are in turns, at the centre of the window.
final class PhaseField {
  private static final double HANN = 0.25645; // γ of a Hann window over its squared length
  private static final double NOWHERE = Double.NEGATIVE_INFINITY; // there is no way
  private static final double LAST_RESORT = -1e3; // quieter than any level

  private final SpectralBand band;
  private final double silence;
  private final double turns; // of a bin's centre per hop, by bin
  private final double slope; // of the phase's advance, by bin, for a change of the logarithm
  private final double[] fromLast; // how loud the way to a bin from the last frame is
  private final double[] fromBelow; // the loudest over the bin below
  private final double[] fromAbove;
  private final double[] across; // turns per bin
  private double[] before; // logarithms of the last frame's magnitudes
  private double[] phases; // of the last frame
  private double[] advance; // turns per hop, of the last frame
  private double[] nowAdvance; // of this one
  private boolean isFirst = true;

  /// @param silence the natural logarithm of a magnitude that has no phase to go on from
  PhaseField(SpectralBand band, double silence) {
    this.band = band;
    this.silence = silence;
    int to = band.to();
    turns = (double) SpectralLayout.HOP / band.size();
    slope = SpectralLayout.HOP / (2 * Math.PI * HANN * band.size());
    fromLast = new double[to];
    fromBelow = new double[to];
    fromAbove = new double[to];
    across = new double[to];
    before = new double[to];
    Arrays.fill(before, silence);
    phases = new double[to];
    advance = new double[to];
    nowAdvance = new double[to];
  }

  /// The phases of the frame whose magnitudes have the natural logarithms `now`, with those of the
  /// frame after it.
  double[] next(double[] now, double[] after) {
    lookAround(now, isFirst ? now : before, after);
    var result = new double[now.length];
    for (int k = band.from(); k < now.length; k++) {
      result[k] = phases[k] + 0.5 * (advance[k] + nowAdvance[k]);
    }
    findWays(now);
    integrate(result);
    for (int k = band.from(); k < now.length; k++) {
      result[k] -= Math.rint(result[k]);
    }
    before = now;
    phases = result;
    var used = advance;
    advance = nowAdvance;
    nowAdvance = used;
    isFirst = false;
    return result;
  }

  /// How the phase goes on from frame to frame and from bin to bin.
  private void lookAround(double[] now, double[] past, double[] after) {
    int from = band.from();
    int last = now.length - 1;
    nowAdvance[from] = turns * from + slope * 0.5 * (now[from + 1] - now[from]);
    for (int k = from + 1; k < last; k++) {
      nowAdvance[k] = turns * k + slope * 0.5 * (now[k + 1] - now[k - 1]);
    }
    nowAdvance[last] = turns * last + slope * 0.5 * (now[last] - now[last - 1]);
    double scale = -0.5 / (4 * Math.PI * Math.PI * slope);
    for (int k = from; k <= last; k++) {
      across[k] = scale * (after[k] - past[k]);
    }
  }

  /// A phase may begin anywhere; where nothing leads to a bin, that is at the loudest one.
  private void findWays(double[] now) {
    int from = band.from();
    int loudest = from;
    for (int k = from; k < now.length; k++) {
      fromLast[k] = before[k] > silence ? before[k] : NOWHERE;
      loudest = now[k] > now[loudest] ? k : loudest;
    }
    fromLast[loudest] = Math.max(LAST_RESORT, fromLast[loudest]);
    double way = NOWHERE;
    for (int k = from; k < now.length; k++) {
      fromBelow[k] = way;
      way = fromLast[k] > way ? fromLast[k] : way;
      way = now[k] < way ? now[k] : way;
    }
    way = NOWHERE;
    for (int k = now.length - 1; k >= from; k--) {
      fromAbove[k] = way;
      way = fromLast[k] > way ? fromLast[k] : way;
      way = now[k] < way ? now[k] : way;
    }
  }

  /// Of ways that are as loud as each other, the one from the last frame is taken before that from
  /// below, and that before the one from above: so no two bins wait for each other.
  private void integrate(double[] result) {
    int from = band.from();
    int to = result.length;
    for (int k = from + 1; k < to; k++) {
      if (fromBelow[k] > fromLast[k] && fromBelow[k] >= fromAbove[k]) {
        result[k] = result[k - 1] + 0.5 * (across[k - 1] + across[k]);
      }
    }
    for (int k = to - 2; k >= from; k--) {
      if (fromAbove[k] > fromLast[k] && fromAbove[k] > fromBelow[k]) {
        result[k] = result[k + 1] - 0.5 * (across[k] + across[k + 1]);
      }
    }
  }
}
