/// Sound as planar floats, and its way in and out of files. Start at [Pcm], [AudioFiles] and
/// [WavFile].
///
/// [WavWriter] writes a file whole or not at all; [WavMetadata] says in the file how the sound was
/// made. [Resampler] changes the rate, a [Conditioner] the level; [SignalReport] and [Spectrogram]
/// say what is there. What is read from a file is checked before memory is taken for it.
package dev.aulos.audio;
