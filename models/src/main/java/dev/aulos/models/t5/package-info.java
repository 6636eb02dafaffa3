/// The T5 encoder, which turns token ids into the rows that condition a diffusion transformer.
/// Start at [T5Encoder].
///
/// Parameters carry the names of the published `t5-base` checkpoint; decoder parameters do not
/// occur. Mirrors the encoder of arXiv:1910.10683 as Hugging Face transformers computes it, in F32.
package dev.aulos.models.t5;
