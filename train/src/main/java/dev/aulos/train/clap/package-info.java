/// Contrastive pretraining of sound and text (CLAP, arXiv:2206.04769) on latents at any level of
/// noise: how well a sound fits a text, told before the sound is finished. Start at [ClapTask];
/// what it makes is a [Clap].
///
/// Follows what is published of Stable Audio 3's post-training. Differences: the sound's side
/// begins with the first blocks of the model's own transformer, the text's with the model's own
/// text encoder, and the small terms for alignment and uniformity beside the contrastive loss are
/// left out.
package dev.aulos.train.clap;
