/// What training minimises, as functions from tensors to tensors, and what it draws on the host.
///
/// Start at [StftLoss] and [WaveformLoss] for sound, [GaussianBottleneck] and [SoftNormPenalty] for
/// latents, [DiffusionLoss] with [TimestepSampler] for denoisers, [AdversarialLoss] for
/// discriminators, [InpaintMask] and [PaddingMask] for masks. Every loss is a scalar of shape ().
/// Mirrors `stable_audio_tools/training` and auraloss 0.4.
package dev.aulos.train.loss;
