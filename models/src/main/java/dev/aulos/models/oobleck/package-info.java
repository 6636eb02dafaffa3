/// Oobleck, the convolutional autoencoder of Stable Audio Open. Start at [Oobleck].
///
/// Each block is a record: `of` names its parameters as the published checkpoints do, `apply` is
/// its formula. Mirrors `stable_audio_tools/models/autoencoders.py`, release 0.0.19; differences:
/// weight norm is folded on load, and the network is cut into stages so that long signals can be
/// computed in tiles that are exact.
package dev.aulos.models.oobleck;
