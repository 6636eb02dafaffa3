/// Sounds computed from numbers alone, each with a caption and the truth about it.
package dev.aulos.recipe.sound;
