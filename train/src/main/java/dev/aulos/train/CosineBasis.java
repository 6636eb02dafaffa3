package dev.aulos.train;

import dev.aulos.graph.NdArray;

/// The orthonormal cosine transform (DCT-II) of patches of stereo sound: what the maps between
/// patches and tokens start as. Three quarters of the channels take the middle, the others the
/// side, lowest frequencies first.
///
/// @param size samples in a patch
/// @param width channels of a token
record CosineBasis(int size, int width) {
  private int middle() {
    return Math.min(size, width * 3 / 4);
  }

  /// The weight of channel `row` on sample `h` of channel `c`.
  private float at(int row, int c, int h) {
    int k = row < middle() ? row : row - middle();
    if (k >= size) {
      return 0;
    }
    double wave = Math.cos(Math.PI / size * (h + 0.5) * k) * Math.sqrt((k == 0 ? 1.0 : 2.0) / size);
    double sign = row >= middle() && c == 1 ? -1 : 1;
    return (float) (sign * wave * Math.sqrt(0.5));
  }

  /// Fills a map of patches to tokens, (width, 2·size, 1).
  void analysis(NdArray weight) {
    var values = weight.floats();
    for (int row = 0; row < width; row++) {
      for (int i = 0; i < 2 * size; i++) {
        values.put(row * 2 * size + i, at(row, i / size, i % size));
      }
    }
  }

  /// Fills a map of tokens to patches, (2·size, width, kernel): the transform undone at the middle
  /// place, nothing at the others.
  void synthesis(NdArray weight) {
    var values = weight.floats();
    int kernel = (int) weight.dim(2);
    for (int i = 0; i < 2 * size; i++) {
      for (int row = 0; row < width; row++) {
        for (int k = 0; k < kernel; k++) {
          float value = k == kernel / 2 ? at(row, i / size, i % size) : 0;
          values.put((i * width + row) * kernel + k, value);
        }
      }
    }
  }
}
