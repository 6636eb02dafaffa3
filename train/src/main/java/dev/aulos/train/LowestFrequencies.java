package dev.aulos.train;

import dev.aulos.graph.NdArray;

/// The linear maps of an autoencoder that passes on, of each patch, the channels of the lowest
/// frequencies of middle and side: what training starts from.
///
/// @param stride patches in a frame
/// @param width channels of a token, three quarters of them of the middle
/// @param latents channels of a frame's latent
record LowestFrequencies(int stride, int width, int latents) {
  private static final float SMALL = 1e-3f; // so that no channel starts without a gradient

  /// Channels of a frame's token that one patch fills, and of its latent.
  private int perToken() {
    return width / stride;
  }

  private int perLatent() {
    return latents / stride;
  }

  /// The channel of a patch that comes `k`-th: three of the middle, one of the side.
  private int channel(int k) {
    return k % 4 == 3 ? width * 3 / 4 + k / 4 : k / 4 * 3 + k % 4;
  }

  /// (width, stride·width): patches to a frame's token.
  void gather(NdArray weight) {
    disturb(weight);
    for (int patch = 0; patch < stride; patch++) {
      for (int k = 0; k < perToken(); k++) {
        int row = patch * perToken() + k;
        weight.floats().put(row * stride * width + patch * width + channel(k), 1);
      }
    }
  }

  /// (latents, width): a frame's token to its latent.
  void choose(NdArray weight) {
    disturb(weight);
    for (int patch = 0; patch < stride; patch++) {
      for (int k = 0; k < perLatent(); k++) {
        weight.floats().put((patch * perLatent() + k) * width + patch * perToken() + k, 1);
      }
    }
  }

  /// (width, latents): the reverse of [#choose].
  void place(NdArray weight) {
    disturb(weight);
    for (int patch = 0; patch < stride; patch++) {
      for (int k = 0; k < perLatent(); k++) {
        weight.floats().put((patch * perToken() + k) * latents + patch * perLatent() + k, 1);
      }
    }
  }

  /// (stride·width, width): the reverse of [#gather].
  void scatter(NdArray weight) {
    disturb(weight);
    for (int patch = 0; patch < stride; patch++) {
      for (int k = 0; k < perToken(); k++) {
        int row = patch * width + channel(k);
        weight.floats().put(row * width + patch * perToken() + k, 1);
      }
    }
  }

  private static void disturb(NdArray weight) {
    var values = weight.floats();
    for (int i = 0; i < weight.size(); i++) {
      values.put(i, values.get(i) * SMALL);
    }
  }
}
