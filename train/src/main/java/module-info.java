/// Training on the graph that inference uses: losses, discriminators, optimizers, data, runs.
@org.jspecify.annotations.NullMarked
module dev.aulos.train {
  requires static transitive org.jspecify;
  requires transitive dev.aulos.engine;
  requires com.google.gson;
  requires dev.aulos.text;

  exports dev.aulos.train;
  exports dev.aulos.train.arc;
  exports dev.aulos.train.clap;
  exports dev.aulos.train.data;
  exports dev.aulos.train.discriminator;
  exports dev.aulos.train.loss;
  exports dev.aulos.train.text;
  exports dev.aulos.train.tuning;
}
