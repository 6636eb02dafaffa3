/// From words and numbers to what the diffusion network is told. Start at [Conditioners] and
/// [TextEncoder].
///
/// A text passes through one of the [TokenEncoder]s, a number through the network of its
/// [NumberInput].
package dev.aulos.engine.conditioning;
