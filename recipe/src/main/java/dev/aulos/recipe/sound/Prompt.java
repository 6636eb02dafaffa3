package dev.aulos.recipe.sound;

/// A description of a sound, and what it claims.
///
/// @param text what a user might type
/// @param claims what the text says; its length is what the model is asked for
public record Prompt(String text, Claims claims) {}
