package dev.aulos.text;

import dev.aulos.text.SpmModel.Algorithm;
import dev.aulos.text.SpmModel.PieceType;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.OptionalInt;

/// A SentencePiece model: unigram or BPE.
final class SentencePieceTokenizer implements Tokenizer {
  /// How much worse than the worst piece an unknown character is.
  private static final float UNKNOWN_PENALTY = 10;

  /// The algorithm that cuts normalized text.
  private interface Segmentation {
    Segments segment(byte[] text);
  }

  private final SpmVocabulary vocabulary;
  private final SpmNormalizer normalizer;
  private final Segmentation segmentation;
  private final boolean byteFallback;
  private final boolean addsDummyPrefix;
  private final SpecialTokens specials;

  private SentencePieceTokenizer(SpmModel model, SpmVocabulary vocabulary) {
    this.vocabulary = vocabulary;
    var trainer = model.trainer();
    this.normalizer =
        new SpmNormalizer(
            model.normalization(), trainer.whitespaceIsSuffix(), vocabulary.userDefined());
    this.segmentation =
        trainer.algorithm() == Algorithm.BPE
            ? new SpmBpe(vocabulary)::segment
            : unigram(model, vocabulary)::segment;
    this.byteFallback = trainer.byteFallback();
    this.addsDummyPrefix = model.normalization().addsDummyPrefix();
    this.specials = specials(trainer, vocabulary);
  }

  /// Reads a model file.
  static SentencePieceTokenizer read(String file, byte[] bytes) throws TokenizerFormatException {
    var model = SpmModel.read(file, bytes);
    var algorithm = model.trainer().algorithm();
    if (algorithm != Algorithm.UNIGRAM && algorithm != Algorithm.BPE) {
      throw new TokenizerFormatException(
          file,
          "trainer_spec.model_type",
          algorithm + " is not supported; supported are UNIGRAM and BPE");
    }
    return new SentencePieceTokenizer(model, SpmVocabulary.of(model, file));
  }

  private static Viterbi unigram(SpmModel model, SpmVocabulary vocabulary) {
    float min = Float.MAX_VALUE;
    float max = Float.MIN_NORMAL; // so the reference begins: no smaller value counts as highest
    for (var piece : model.pieces()) {
      if (piece.type() == PieceType.NORMAL) {
        min = Math.min(min, piece.score());
        max = Math.max(max, piece.score());
      }
    }
    var scores = new double[vocabulary.size()];
    for (int id = 0; id < scores.length; id++) {
      scores[id] =
          switch (vocabulary.type(id)) {
            case NORMAL -> vocabulary.score(id);
            case USER_DEFINED -> (float) (length(vocabulary.text(id)) * max - 0.1);
            case UNUSED, UNKNOWN, CONTROL, BYTE -> Double.NaN;
          };
    }
    return new Viterbi(
        vocabulary.spelt(),
        scores,
        vocabulary.unk(),
        min - UNKNOWN_PENALTY,
        Viterbi.Precision.SINGLE);
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /// The file does not say how prompts are framed; a vocabulary without a beginning mark is framed
  /// as T5 does, any other not at all.
  private static SpecialTokens specials(SpmModel.Trainer trainer, SpmVocabulary vocabulary) {
    var eos = vocabulary.control(trainer.eos());
    var bos = vocabulary.control(trainer.bos());
    int pad = vocabulary.control(trainer.pad()).orElse(0);
    var unk = OptionalInt.of(vocabulary.unk());
    return new SpecialTokens(pad, eos, bos, unk, false, eos.isPresent() && bos.isEmpty());
  }

  @Override
  public int[] encode(String text) {
    var normalized = normalizer.normalize(Utf8.bytes(text));
    var segments = segmentation.segment(normalized);
    var ids = new IntList();
    boolean afterUnknown = false;
    for (int i = 0; i < segments.count(); i++) {
      boolean unknown = segments.id(i) == vocabulary.unk();
      if (unknown && byteFallback) {
        for (int at = segments.start(i); at < segments.end(i); at++) {
          ids.add(vocabulary.byteId(normalized[at]));
        }
      } else if (!unknown || !afterUnknown) { // a run of unknown characters is one token
        ids.add(segments.id(i));
      }
      afterUnknown = unknown;
    }
    return ids.toArray();
  }

  @Override
  public String decode(int... ids) {
    var text = new PieceJoiner(addsDummyPrefix);
    for (int id : ids) {
      switch (vocabulary.type(Objects.checkIndex(id, vocabulary.size()))) {
        case CONTROL -> {}
        case UNKNOWN -> text.addUnknown();
        case BYTE -> text.add(vocabulary.byteValue(id));
        case NORMAL, USER_DEFINED, UNUSED -> text.add(vocabulary.text(id));
      }
    }
    return text.toString();
  }

  @Override
  public String piece(int id) {
    return vocabulary.text(Objects.checkIndex(id, vocabulary.size()));
  }

  @Override
  public int vocabularySize() {
    return vocabulary.size();
  }

  @Override
  public SpecialTokens specials() {
    return specials;
  }
}
