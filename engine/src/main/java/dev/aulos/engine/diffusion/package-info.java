/// The diffusion network as samplers see it: conditioned once, then asked for predictions. Start at
/// [DiffusionNetwork].
package dev.aulos.engine.diffusion;
