/// Sound to latent and back in bounded memory. Start at [OobleckCodec].
///
/// A codec's stages are pulled from the end: whoever wants samples asks the last stage for a span,
/// and each stage computes tiles of its output from the span of the stage before that they depend
/// on. The result is that of the whole signal at once; the memory is that of a few tiles.
package dev.aulos.engine.codec;
