/// Networks as text over a small closed set of ops. Start at [Tensor], then [Op], [Scope], [Graph].
///
/// A network's `of` declares its parameters in a [Scope] under the checkpoint's own names, and its
/// `apply` is its formula over [Tensor]s; the result is a [Graph], which a [Backend] runs with
/// [Weights]. [Backend] is the slow and readable one that all others are held against.
package dev.aulos.graph;
