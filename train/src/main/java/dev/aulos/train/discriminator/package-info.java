/// Discriminators as graphs: [SpectralDiscriminator] listens to sound for the autoencoder,
/// [ConvolutionalHead] reads the features of a transformer for ARC post-training.
///
/// Parameters are named as upstream names them. Mirrors `stable_audio_tools/models/encodec.py` and
/// `arc.py`.
package dev.aulos.train.discriminator;
