package dev.aulos.engine.pipeline;

import dev.aulos.engine.diffusion.KeepMask;
import dev.aulos.graph.NdArray;

/// What is kept of a sound, and where it is made new.
///
/// @param source the sound on the canvas, (1, channels, frames·hop)
/// @param mask which of its samples are kept
public record Inpainting(NdArray source, KeepMask mask) {}
