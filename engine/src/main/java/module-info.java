/// From a request to audio: conditioning, noise, sampling, decoding.
@org.jspecify.annotations.NullMarked
module dev.aulos.engine {
  requires static transitive org.jspecify;
  requires transitive dev.aulos.audio;
  requires transitive dev.aulos.graph;
  requires transitive dev.aulos.models;
  requires transitive dev.aulos.weights;
  requires dev.aulos.text;
  requires com.google.gson;

  uses dev.aulos.graph.BackendProvider;

  exports dev.aulos.engine;
  exports dev.aulos.engine.adapters;
  exports dev.aulos.engine.codec;
  exports dev.aulos.engine.conditioning;
  exports dev.aulos.engine.files;
  exports dev.aulos.engine.noise;
  exports dev.aulos.engine.sampling;
  exports dev.aulos.engine.verify;
}
