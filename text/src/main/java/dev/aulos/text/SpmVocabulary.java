package dev.aulos.text;

import dev.aulos.text.SpmModel.Piece;
import dev.aulos.text.SpmModel.PieceType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// The pieces of a SentencePiece model, by id and by spelling.
final class SpmVocabulary {
  private final List<Piece> pieces;
  private final Trie spelt;
  private final Trie reserved = new Trie();
  private final Trie userDefined = new Trie();
  private final int[] byteIds = new int[256];
  private final byte[] byteValues;
  private final int unk;

  private SpmVocabulary(List<Piece> pieces, int unk) {
    this.pieces = pieces;
    this.unk = unk;
    int symbols = 0;
    for (var piece : pieces) {
      symbols += piece.text().length();
    }
    this.spelt = new Trie(symbols);
    this.byteValues = new byte[pieces.size()];
    Arrays.fill(byteIds, Trie.NONE);
  }

  /// Indexes the pieces of a model and checks that they are a vocabulary.
  static SpmVocabulary of(SpmModel model, String file) throws TokenizerFormatException {
    var vocabulary = new SpmVocabulary(model.pieces(), unknown(model, file));
    for (int id = 0; id < model.pieces().size(); id++) {
      vocabulary.add(id, model.trainer().byteFallback(), file);
    }
    if (model.trainer().byteFallback()) {
      for (int value = 0; value < 256; value++) {
        if (vocabulary.byteIds[value] == Trie.NONE) {
          throw new TokenizerFormatException(
              file, "pieces", "byte fallback without a piece for byte " + value);
        }
      }
    }
    return vocabulary;
  }

  private static int unknown(SpmModel model, String file) throws TokenizerFormatException {
    int unk = Trie.NONE;
    for (int id = 0; id < model.pieces().size(); id++) {
      if (model.pieces().get(id).type() == PieceType.UNKNOWN) {
        if (unk != Trie.NONE) {
          throw new TokenizerFormatException(
              file, "piece " + id, "a second unknown piece; the first is " + unk);
        }
        unk = id;
      }
    }
    if (unk == Trie.NONE) {
      throw new TokenizerFormatException(file, "pieces", "none is the unknown piece");
    }
    return unk;
  }

  private void add(int id, boolean byteFallback, String file) throws TokenizerFormatException {
    var piece = pieces.get(id);
    var utf8 = piece.text().getBytes(StandardCharsets.UTF_8);
    int before = (piece.type().isSpelt() ? spelt : reserved).put(utf8, id);
    if (before != Trie.NONE) {
      throw new TokenizerFormatException(
          file, "piece " + id, "'" + piece.text() + "' is piece " + before + " already");
    }
    if (piece.type() == PieceType.USER_DEFINED) {
      userDefined.put(utf8, id);
    }
    if (piece.type() == PieceType.BYTE) {
      var value = byteFallback ? bytePiece(piece.text()) : OptionalInt.empty();
      if (value.isEmpty()) {
        throw new TokenizerFormatException(
            file,
            "piece " + id,
            "'" + piece.text() + "' is of type byte, expected <0x00> to <0xFF> and byte fallback");
      }
      byteIds[value.getAsInt()] = id;
      byteValues[id] = (byte) value.getAsInt();
    }
  }

  /// The byte that a spelling such as `<0x0A>` stands for.
  static OptionalInt bytePiece(String text) {
    if (text.length() != 6 || !text.startsWith("<0x") || text.charAt(5) != '>') {
      return OptionalInt.empty();
    }
    int high = "0123456789ABCDEF".indexOf(text.charAt(3));
    int low = "0123456789ABCDEF".indexOf(text.charAt(4));
    return high < 0 || low < 0 ? OptionalInt.empty() : OptionalInt.of((high << 4) | low);
  }

  int size() {
    return pieces.size();
  }

  int unk() {
    return unk;
  }

  String text(int id) {
    return pieces.get(id).text();
  }

  float score(int id) {
    return pieces.get(id).score();
  }

  PieceType type(int id) {
    return pieces.get(id).type();
  }

  /// The pieces that text may be made of, by their bytes.
  Trie spelt() {
    return spelt;
  }

  /// The pieces that are never cut or joined.
  Trie userDefined() {
    return userDefined;
  }

  /// The id of the piece for a byte.
  int byteId(byte value) {
    return byteIds[value & 0xFF];
  }

  /// The byte of a piece of type byte.
  byte byteValue(int id) {
    return byteValues[id];
  }

  /// The piece for text spelt so, or [Trie#NONE].
  int find(byte[] text, int from, int to) {
    return spelt.find(text, from, to);
  }

  /// The id for text spelt so: a reserved piece, a piece, or the unknown piece.
  int idOf(byte[] text, int from, int to) {
    int special = reserved.find(text, from, to);
    int id = special == Trie.NONE ? find(text, from, to) : special;
    return id == Trie.NONE ? unk : id;
  }

  /// The id of a control piece.
  OptionalInt control(String text) {
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    int id = reserved.find(utf8, 0, utf8.length);
    return id == Trie.NONE || type(id) != PieceType.CONTROL
        ? OptionalInt.empty()
        : OptionalInt.of(id);
  }
}
