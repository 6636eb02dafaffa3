/// ARC post-training (arXiv:2505.08175): a flow model becomes one that needs few steps, by a
/// discriminator made of itself. Start at [ArcTask].
///
/// Mirrors `stable_audio_tools/training/arc.py` at 50049e3; differences: the discriminator moves
/// first, padding does not count in the losses, the sound that inpainting keeps is given to both
/// sides, prompts are rolled without changing the batch, and the approximate gradient penalties are
/// left out.
package dev.aulos.train.arc;
