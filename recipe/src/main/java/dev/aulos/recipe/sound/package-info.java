/// Sounds computed from numbers alone, each with a caption and the truth about it. Start at
/// [SoundWorld].
///
/// A seed draws a `Plan` (kind, archetype, pitch, tempo, place, …); `Captions` say it in words and
/// `Renderer` computes it. What the `Catalogue` lists is all there is.
package dev.aulos.recipe.sound;
