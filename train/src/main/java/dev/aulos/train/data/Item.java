package dev.aulos.train.data;

import dev.aulos.graph.NdArray;
import java.util.Optional;

/// One thing to learn from: a crop of a sound or of a latent, and what conditions it.
///
/// @param name where it is from, for messages
/// @param values (channels, frames) of sound or (latentChannels, frames) of a latent, F32
/// @param paddingMask (frames), F32: 1 where there is sound, 0 where zeros follow it
/// @param caption one that describes it; none if it is to be learnt without condition
/// @param secondsStart where the crop starts in the sound, rounded down
/// @param secondsTotal the length of the whole sound, rounded up
public record Item(
    String name,
    NdArray values,
    NdArray paddingMask,
    Optional<String> caption,
    double secondsStart,
    double secondsTotal) {}
