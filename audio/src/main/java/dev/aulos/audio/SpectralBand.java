package dev.aulos.audio;

/// A window and the bins that it is used for.
///
/// @param size samples of the window, a periodic Hann window
/// @param from the first bin
/// @param to the bin after the last
record SpectralBand(int size, int from, int to) {
  /// Where the window of a frame begins, which is centred on the frame.
  int start(int frame) {
    return frame * SpectralLayout.HOP + (SpectralLayout.HOP - size) / 2;
  }

  double[] window() {
    return Spectrogram.hann(size);
  }

  /// For each bin, its place among so many bands.
  double[] places(int bands) {
    var places = new double[to];
    for (int k = 0; k < to; k++) {
      places[k] = SpectralLayout.place((double) k / size, bands);
    }
    return places;
  }
}
