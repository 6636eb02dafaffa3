/// How good the embedded model is, told by signal analysis of what it renders. Start at
/// [Evaluation].
///
/// Tempo, pitch, stereo place and the like are measured by formula and compared with the claims of
/// the prompt; the kind of sound is told by a small classifier fitted to sounds of the generator.
/// Every measure is also taken of true sounds of the generator, and its figures read against those.
package dev.aulos.recipe.evaluate;
