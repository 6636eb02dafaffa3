package dev.aulos.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SentencePieceTokenizerTest {
  private static final int UNIGRAM = 1;
  private static final int BPE = 2;
  private static final int WORD = 3;

  private static final int NORMAL = 1;
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;

  private record Piece(String text, float score, int type) {}

  private static final List<Piece> BASIC =
      List.of(
          new Piece("<unk>", 0, UNKNOWN),
          new Piece("</s>", 0, CONTROL),
          new Piece("▁", -3, NORMAL),
          new Piece("a", -4, NORMAL),
          new Piece("b", -4, NORMAL),
          new Piece("ab", -5, NORMAL),
          new Piece("▁a", -5, NORMAL));

  private static byte[] model(int algorithm, List<Piece> pieces) {
    var out = new ByteArrayOutputStream();
    for (var piece : pieces) {
      var text = piece.text.getBytes(StandardCharsets.UTF_8);
      var entry = ByteBuffer.allocate(text.length + 9).order(ByteOrder.LITTLE_ENDIAN);
      entry.put((byte) 0x0A).put((byte) text.length).put(text);
      entry.put((byte) 0x15).putFloat(piece.score).put((byte) 0x18).put((byte) piece.type);
      out.write(0x0A);
      out.write(entry.capacity());
      out.writeBytes(entry.array());
    }
    out.writeBytes(new byte[] {0x12, 2, 0x18, (byte) algorithm});
    return out.toByteArray();
  }

  private static Tokenizer read(int algorithm, List<Piece> pieces) throws IOException {
    return SentencePieceTokenizer.read("test.model", model(algorithm, pieces));
  }

  private static List<Piece> with(Piece more) {
    return Stream.concat(BASIC.stream(), Stream.of(more)).toList();
  }

  @Test
  void unigramTakesTheMostProbablePath() throws IOException {
    var tokenizer = read(UNIGRAM, BASIC);
    assertThat(tokenizer.encode("ab")).containsExactly(2, 5); // -8, against -9 for ▁a b
    assertThat(tokenizer.encode("  a   b ")).containsExactly(6, 2, 4);
  }

  @Test
  void bpeJoinsTheHighestScoreFirstAndOfEqualsTheLeftmost() throws IOException {
    assertThat(read(BPE, BASIC).encode("ab")).containsExactly(6, 4);
  }

  @Test
  void aRunOfUnknownCharactersIsOneToken() throws IOException {
    assertThat(read(UNIGRAM, BASIC).encode("axyzb")).containsExactly(6, 0, 4);
  }

  @Test
  void anUnpairedSurrogateCountsAsTheReplacementCharacter() throws IOException {
    var tokenizer = read(UNIGRAM, with(new Piece("\uFFFD", -2, NORMAL)));
    assertThat(tokenizer.encode("a\uD800b")).containsExactly(6, 7, 4);
    assertThat(tokenizer.encode("\uDC00\uD800")).containsExactly(2, 7, 7);
  }

  @Test
  void aVocabularyWithoutABeginningMarkIsFramedAsT5() throws IOException {
    assertThat(read(UNIGRAM, BASIC).specials().appendsEos()).isTrue();
    var both = read(UNIGRAM, with(new Piece("<s>", 0, CONTROL))).specials();
    assertThat(both.appendsEos()).isFalse();
    assertThat(both.bos()).hasValue(7);
  }

  @Test
  void decodesWhatItEncoded() throws IOException {
    var tokenizer = T5Vocabulary.read();
    var text = "Warm analog synth pulses, 112 BPM";
    assertThat(tokenizer.decode(tokenizer.encode(text, 64).ids())).isEqualTo(text);
    assertThat(tokenizer.piece(1)).isEqualTo("</s>");
  }

  @Test
  void refusesAScoreThatIsNoNumber() {
    refuses(model(UNIGRAM, with(new Piece("c", Float.NaN, NORMAL))), "piece 7", "NaN");
  }

  @Test
  void refusesAPieceThatIsThereTwice() {
    refuses(model(UNIGRAM, with(new Piece("ab", -1, NORMAL))), "piece 7", "piece 5 already");
  }

  @Test
  void refusesASecondUnknownPiece() {
    refuses(model(UNIGRAM, with(new Piece("?", 0, UNKNOWN))), "piece 7", "the first is 0");
  }

  @Test
  void refusesAnAlgorithmItLacks() {
    refuses(model(WORD, BASIC), "trainer_spec.model_type", "supported are UNIGRAM and BPE");
  }

  @Test
  void refusesAFileThatEndsWithinAPiece() {
    var whole = model(BPE, BASIC);
    for (int length = 0; length < 16; length++) {
      var part = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(TokenizerFormatException.class)
          .isThrownBy(() -> SentencePieceTokenizer.read("test.model", part))
          .withMessageStartingWith("test.model @ ");
    }
  }

  private static void refuses(byte[] model, String where, String why) {
    assertThatExceptionOfType(TokenizerFormatException.class)
        .isThrownBy(() -> SentencePieceTokenizer.read("test.model", model))
        .withMessageStartingWith("test.model @ " + where)
        .withMessageContaining(why);
  }
}
