/// From noise to a latent in steps. Start at [SamplerFamily], then [Sampler] and [SamplerRun].
///
/// A [Sampler] makes a [Schedule] and mixes the state it starts from by its [Interpolant]; a
/// [SamplerRun] is moved on by its caller, one call of the [Denoiser] or a few a step. The
/// arithmetic of each is one [Solver]; it works in place, on arrays made once a run. [Guidance] is
/// for the denoiser to apply. Mirrors `stable_audio_tools/inference/sampling.py` and
/// `k_diffusion/sampling.py`.
package dev.aulos.engine.sampling;
