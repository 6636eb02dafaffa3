/// Tokenizers: text to the ids a text encoder embeds. Start at [Tokenizers] and [Tokenizer].
///
/// Two file formats are read: SentencePiece models ([SentencePieceTokenizer]: unigram and BPE) and
/// `tokenizer.json` ([JsonTokenizer]: the same two, as the `tokenizers` library runs them). The two
/// programs differ on rare text (combining marks, spellings of special tokens), so each format
/// follows the program that it belongs to.
package dev.aulos.text;
