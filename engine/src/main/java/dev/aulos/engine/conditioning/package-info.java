/// From words and numbers to what the diffusion network is told. Start at [Conditioners].
package dev.aulos.engine.conditioning;
