/// Sound in and out: samples in memory, WAV files, resampling, levels, spectra.
@org.jspecify.annotations.NullMarked
module dev.aulos.audio {
  requires static transitive org.jspecify;
  requires com.google.gson;

  exports dev.aulos.audio;
}
