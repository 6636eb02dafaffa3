/// ARC post-training (arXiv:2505.08175): a flow model becomes one that needs few steps, by a
/// discriminator made of itself. Start at [ArcTask]; [WarmUpTask] is the optional stage before it,
/// and a [dev.aulos.train.clap.Clap] may keep it to its texts, as in Stable Audio 3.
///
/// Follows the paper and what `training.arc` of stable-audio-tools 0.0.19 does; differences: the
/// discriminator moves first, padding does not count in the losses, the sound that inpainting keeps
/// is given to both sides, and prompts are rolled without changing the batch.
package dev.aulos.train.arc;
