/// The diffusion transformer of Stable Audio Open and Stable Audio 3: velocity (or v) of a noisy
/// latent under text, timing and a condition of each frame. Start at [Dit].
///
/// Mirrors `stable_audio_tools/models/dit.py` and `transformer.py`, release 0.0.19, and the same
/// files of Stable Audio 3. One class serves both; [DitConfig] says which parts there are. The
/// network is two graphs: what depends on the conditioning alone is computed once, what depends on
/// the latent every step.
package dev.aulos.models.dit;
