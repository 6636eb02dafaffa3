/// Tokenizers: SentencePiece models and `tokenizer.json`, in Java alone.
@org.jspecify.annotations.NullMarked
module dev.aulos.text {
  requires static transitive org.jspecify;
  requires com.google.gson;

  exports dev.aulos.text;
}
