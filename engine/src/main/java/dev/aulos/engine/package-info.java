/// Text to sound: open a model, ask, and take the sound. Start at [Aulos].
package dev.aulos.engine;
