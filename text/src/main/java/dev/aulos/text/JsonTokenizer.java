package dev.aulos.text;

import dev.aulos.text.JsonPreTokenizer.Word;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;

/// A `tokenizer.json`: added tokens, then normalizer, pre-tokenizer and model for the text between.
final class JsonTokenizer implements Tokenizer {
  /// The parts of the file.
  ///
  /// @param texts the spellings of added tokens, by id
  record Parts(
      AddedTokens added,
      Map<Integer, String> texts,
      JsonNormalizer normalizer,
      JsonPreTokenizer preTokenizer,
      JsonModel model,
      Pieces pieces,
      SpecialTokens specials) {
    Parts {
      texts = Map.copyOf(texts);
    }
  }

  private final Parts parts;
  private final int size;
  private final boolean prefixesSpace;

  JsonTokenizer(Parts parts) {
    this.parts = parts;
    int end = parts.pieces.end();
    for (int id : parts.texts.keySet()) {
      end = Math.max(end, id + 1);
    }
    this.size = end;
    var probe = new ArrayList<Word>();
    parts.preTokenizer.split(new Word(parts.normalizer.apply("a"), true), probe);
    this.prefixesSpace = !probe.isEmpty() && probe.get(0).text().startsWith("▁");
  }

  /// Reads the file.
  static JsonTokenizer read(String file, byte[] bytes) throws TokenizerFormatException {
    return new JsonTokenizer(JsonTokenizerReader.read(file, bytes));
  }

  /// Reads the file, and the configuration beside it that names its special tokens.
  static JsonTokenizer read(String file, byte[] bytes, String configFile, byte[] config)
      throws TokenizerFormatException {
    return new JsonTokenizer(JsonTokenizerReader.read(file, bytes, configFile, config));
  }

  @Override
  public int[] encode(String text) {
    var ids = new IntList();
    parts.added.splitRaw(
        Utf8.wellFormed(text),
        new AddedTokens.Parts() {
          @Override
          public void text(String part, boolean atStart) {
            encodePart(parts.normalizer.apply(part), atStart, ids);
          }

          @Override
          public void token(int id) {
            ids.add(id);
          }
        });
    return ids.toArray();
  }

  private void encodePart(String normalized, boolean atStart, IntList ids) {
    parts.added.splitNormalized(
        normalized,
        atStart,
        new AddedTokens.Parts() {
          @Override
          public void text(String part, boolean partAtStart) {
            encodeText(new Word(part, partAtStart), ids);
          }

          @Override
          public void token(int id) {
            ids.add(id);
          }
        });
  }

  private void encodeText(Word text, IntList ids) {
    var words = new ArrayList<Word>();
    parts.preTokenizer.split(text, words);
    for (var word : words) {
      if (!word.text().isEmpty()) {
        parts.model.encode(word.text(), ids);
      }
    }
  }

  @Override
  public String decode(int... ids) {
    var text = new PieceJoiner(prefixesSpace);
    for (int id : ids) {
      var piece = piece(id);
      var value = SpmVocabulary.bytePiece(piece);
      if (id == parts.model.unk()) {
        text.addUnknown();
      } else if (value.isPresent()) {
        text.add((byte) value.getAsInt());
      } else if (!parts.added.isSpecial(id)) {
        text.add(piece);
      }
    }
    return text.toString();
  }

  @Override
  public String piece(int id) {
    Objects.checkIndex(id, size);
    var piece = parts.pieces.text(id);
    return piece != null ? piece : parts.texts.getOrDefault(id, "");
  }

  @Override
  public int vocabularySize() {
    return size;
  }

  @Override
  public SpecialTokens specials() {
    return parts.specials;
  }
}
