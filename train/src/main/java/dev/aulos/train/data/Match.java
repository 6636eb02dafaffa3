package dev.aulos.train.data;

/// Two sounds found the same, at least in part.
///
/// @param index the other sound's place in the index
/// @param landmarks that agree at the offset
/// @param score the share of landmarks within the common stretch that agree, 0 to 1
/// @param distanceDb the mean difference in level over the bands of the common stretch
/// @param offsetSeconds where the start of this sound is in the other; negative if before it
/// @param seconds the length of the common stretch
public record Match(
    int index,
    int landmarks,
    double score,
    double distanceDb,
    double offsetSeconds,
    double seconds) {}
