/// Layers that several network families share. Start at [Linear].
package dev.aulos.models.nn;
