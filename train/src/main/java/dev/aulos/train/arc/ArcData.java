package dev.aulos.train.arc;

import dev.aulos.train.FlowBatches;
import dev.aulos.train.Latents;

/// What ARC post-training listens to.
///
/// @param latents real sound
/// @param batches how batches are drawn of it: lengths of at least 64 frames; as the result is used
///   without guidance, no text need be withheld
public record ArcData(Latents latents, FlowBatches.Settings batches) {}
