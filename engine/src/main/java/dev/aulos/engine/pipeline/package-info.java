/// One generation, step by step: encode the text, encode the sound to start from, sample, decode.
/// Start at [Run].
package dev.aulos.engine.pipeline;
