/// ARC post-training (arXiv:2505.08175): a flow model becomes one that needs few steps, by a
/// discriminator made of itself. Start at [ArcTask]; [WarmUpTask] is the optional stage before it.
///
/// Follows the paper and what `training.arc` of stable-audio-tools 0.0.19 does; differences: the
/// discriminator moves first, padding does not count in the losses, the sound that inpainting keeps
/// is given to both sides, prompts are rolled without changing the batch, and the approximate
/// gradient penalties are left out.
package dev.aulos.train.arc;
