package dev.aulos.text;

import java.util.ArrayList;
import java.util.List;

/// A SentencePiece model file: the parts of its `ModelProto` that encoding needs.
record SpmModel(List<Piece> pieces, Trainer trainer, Normalization normalization) {
  SpmModel {
    pieces = List.copyOf(pieces);
  }

  /// What a piece is for.
  enum PieceType {
    NORMAL,
    UNKNOWN,
    CONTROL,
    USER_DEFINED,
    UNUSED,
    BYTE;

    /// Whether the piece takes part in the segmentation of text.
    boolean isSpelt() {
      return this == NORMAL || this == USER_DEFINED || this == UNUSED;
    }
  }

  /// One entry of the vocabulary.
  record Piece(String text, float score, PieceType type) {}

  /// The algorithms that a model may name.
  enum Algorithm {
    UNIGRAM,
    BPE,
    WORD,
    CHAR
  }

  /// What encoding needs of the `TrainerSpec`.
  record Trainer(
      Algorithm algorithm,
      boolean byteFallback,
      boolean whitespaceIsSuffix,
      String bos,
      String eos,
      String pad) {}

  /// The `NormalizerSpec`.
  record Normalization(
      CharsMap charsMap,
      boolean addsDummyPrefix,
      boolean removesExtraWhitespace,
      boolean escapesWhitespace) {}

  /// Reads a model.
  static SpmModel read(String file, byte[] bytes) throws TokenizerFormatException {
    var in = ProtoReader.of(file, bytes);
    var pieces = new ArrayList<Piece>();
    var trainer = new Trainer(Algorithm.UNIGRAM, false, false, "<s>", "</s>", "<pad>");
    var normalization = new Normalization(CharsMap.none(), true, true, true);
    for (int field = in.nextField(); field != 0; field = in.nextField()) {
      switch (field) {
        case 1 -> pieces.add(piece(in.message(), file, pieces.size()));
        case 2 -> trainer = trainer(in.message());
        case 3 -> normalization = normalization(in.message(), file);
        default -> in.skip();
      }
    }
    if (pieces.isEmpty()) {
      throw in.malformed("no pieces");
    }
    return new SpmModel(pieces, trainer, normalization);
  }

  private static Piece piece(ProtoReader in, String file, int id) throws TokenizerFormatException {
    String text = "";
    float score = 0;
    var type = PieceType.NORMAL;
    for (int field = in.nextField(); field != 0; field = in.nextField()) {
      switch (field) {
        case 1 -> text = in.text();
        case 2 -> score = in.float32();
        case 3 -> type = oneOf(PieceType.values(), in.integer(), in);
        default -> in.skip();
      }
    }
    if (text.isEmpty()) {
      throw new TokenizerFormatException(file, "piece " + id, "it is empty");
    }
    if (Float.isNaN(score) || Float.isInfinite(score)) {
      throw new TokenizerFormatException(
          file, "piece " + id, "'" + text + "' has the score " + score + ", expected a number");
    }
    return new Piece(text, score, type);
  }

  private static Trainer trainer(ProtoReader in) throws TokenizerFormatException {
    var algorithm = Algorithm.UNIGRAM;
    boolean byteFallback = false;
    boolean suffix = false;
    String bos = "<s>";
    String eos = "</s>";
    String pad = "<pad>";
    for (int field = in.nextField(); field != 0; field = in.nextField()) {
      switch (field) {
        case 3 -> algorithm = oneOf(Algorithm.values(), in.integer(), in);
        case 24 -> suffix = in.bool();
        case 35 -> byteFallback = in.bool();
        case 46 -> bos = in.text();
        case 47 -> eos = in.text();
        case 48 -> pad = in.text();
        default -> in.skip();
      }
    }
    return new Trainer(algorithm, byteFallback, suffix, bos, eos, pad);
  }

  private static Normalization normalization(ProtoReader in, String file)
      throws TokenizerFormatException {
    var charsMap = CharsMap.none();
    boolean dummyPrefix = true;
    boolean removesExtra = true;
    boolean escapes = true;
    for (int field = in.nextField(); field != 0; field = in.nextField()) {
      switch (field) {
        case 2 -> {
          var blob = in.bytes();
          if (blob.length > 0) {
            charsMap = CharsMap.read(blob, file, "normalizer_spec.precompiled_charsmap");
          }
        }
        case 3 -> dummyPrefix = in.bool();
        case 4 -> removesExtra = in.bool();
        case 5 -> escapes = in.bool();
        default -> in.skip();
      }
    }
    return new Normalization(charsMap, dummyPrefix, removesExtra, escapes);
  }

  /// The constant with a protobuf number, which counts from 1.
  private static <E extends Enum<E>> E oneOf(E[] constants, int number, ProtoReader in)
      throws TokenizerFormatException {
    if (number < 1 || number > constants.length) {
      throw in.malformed("kind " + number + ", expected 1 to " + constants.length);
    }
    return constants[number - 1];
  }
}
