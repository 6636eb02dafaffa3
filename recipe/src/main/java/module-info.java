/// What the embedded model is made from and measured with: procedural sounds with captions, the
/// training recipe, and the evaluation by signal analysis.
@org.jspecify.annotations.NullMarked
module dev.aulos.recipe {
  requires static transitive org.jspecify;
  requires transitive dev.aulos.train;
  requires dev.aulos.nano;
  requires dev.aulos.text;
  requires com.google.gson;

  exports dev.aulos.recipe;
  exports dev.aulos.recipe.evaluate;
  exports dev.aulos.recipe.sound;
}
