/// The networks and their configurations; no files, no numbers.
@org.jspecify.annotations.NullMarked
module dev.aulos.models {
  requires static transitive org.jspecify;
  requires transitive dev.aulos.graph;
  requires transitive com.google.gson;

  exports dev.aulos.models;
  exports dev.aulos.models.conditioner;
  exports dev.aulos.models.config;
  exports dev.aulos.models.dit;
  exports dev.aulos.models.nn;
  exports dev.aulos.models.oobleck;
  exports dev.aulos.models.same;
  exports dev.aulos.models.t5;
  exports dev.aulos.models.t5gemma;
}
