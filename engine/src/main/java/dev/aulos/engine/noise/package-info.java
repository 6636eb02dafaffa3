/// Random numbers, the same bits as the reference draws on a CPU. Start at [NoiseSource], then
/// [TorchRandom].
///
/// A generation is reproducible because every draw comes from one [NoiseSource] in one order: the
/// initial latent, the autoencoder's draws, then the sampler's. [RecordedNoise] replays draws made
/// elsewhere. [BrownianTree] is what the samplers of stochastic differential equations draw from.
/// Mirrors the CPU generator of PyTorch, `numpy.random.SeedSequence` and `torchsde.BrownianTree`.
package dev.aulos.engine.noise;
