/// The encoder half of T5Gemma, which turns token ids into the rows that condition Stable Audio 3.
/// Start at [T5GemmaEncoder].
///
/// Parameters carry the names that the published `t5gemma-b-b-ul2` checkpoint has below
/// `model.encoder`. Mirrors the encoder of Hugging Face transformers in F32; differences: the rows
/// of the embedding table are read from the store, so that the table is never loaded as a whole,
/// and padding never enters.
package dev.aulos.models.t5gemma;
