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
    var window = new double[size];
    for (int i = 0; i < size; i++) {
      window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / size);
    }
    return window;
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
