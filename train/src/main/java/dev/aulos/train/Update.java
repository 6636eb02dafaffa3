package dev.aulos.train;

import java.util.function.Predicate;

/// Which parameters a step moves, and how. Parameters that take turns, as those of a generator and
/// its discriminator, each have a rate, an optimizer and a count of their own.
///
/// @param moves whether the parameter of a path moves; the gradients of those that rest are not
///   looked at
/// @param count how often these have been moved once the step is done, from 1
/// @param rate the learning rate, by `count`
/// @param optimizer how gradients move them
public record Update(
    Predicate<String> moves, long count, LearningRate rate, AdamW.Settings optimizer) {}
