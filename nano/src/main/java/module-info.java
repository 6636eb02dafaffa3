/// The embedded model: its weights, and the way to open it.
@org.jspecify.annotations.NullMarked
module dev.aulos.nano {
  requires static transitive org.jspecify;
  requires transitive dev.aulos.engine;

  exports dev.aulos.nano;
}
