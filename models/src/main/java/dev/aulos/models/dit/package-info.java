/// The diffusion transformer of Stable Audio Open: velocity (or v) of a noisy latent under text and
/// timing. Start at [Dit].
///
/// Mirrors `stable_audio_tools/models/dit.py` and `transformer.py`, release 0.0.19. The network is
/// two graphs: what depends on the conditioning alone is computed once, what depends on the latent
/// every step.
package dev.aulos.models.dit;
