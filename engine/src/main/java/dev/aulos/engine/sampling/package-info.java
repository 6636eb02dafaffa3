/// From noise to a latent in steps.
package dev.aulos.engine.sampling;
