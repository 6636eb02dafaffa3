package dev.aulos.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class JsonTokenizerTest {
  private static final String VOCAB =
      """
      "vocab": {"<pad>": 0, "<eos>": 1, "a": 2, "b": 3, "ab": 4, "▁": 5, "▁ab": 6}\
      """;

  private static final String PLAIN =
      "{\"model\": {\"type\": \"BPE\", " + VOCAB + ", \"merges\": []}}";

  private static Tokenizer read(String json) throws IOException {
    return JsonTokenizer.read("tokenizer.json", json.getBytes(StandardCharsets.UTF_8));
  }

  private static String with(String section) {
    return PLAIN.substring(0, PLAIN.length() - 1) + ", " + section + "}";
  }

  @Test
  void readsMergesAsPairsAndAsStringsBeforeOrAfterTheVocabulary() throws IOException {
    for (var merges : new String[] {"[\"a b\", \"▁ ab\"]", "[[\"a\", \"b\"], [\"▁\", \"ab\"]]"}) {
      var after = read("{\"model\": {" + VOCAB + ", \"merges\": " + merges + "}}");
      var before = read("{\"model\": {\"merges\": " + merges + ", " + VOCAB + "}}");
      assertThat(after.encode("ab▁ab")).containsExactly(4, 6);
      assertThat(before.encode("ab▁ab")).containsExactly(4, 6);
    }
  }

  @Test
  void frameAndPaddingComeFromTheFile() throws IOException {
    var tokenizer =
        read(
            with(
                """
                "added_tokens": [{"id": 7, "content": "<pad2>", "special": true},
                                 {"id": 1, "content": "<eos>", "special": true}],
                "post_processor": {"type": "TemplateProcessing",
                  "single": [{"Sequence": {"id": "A"}}, {"SpecialToken": {"id": "E"}}],
                  "special_tokens": {"E": {"ids": [1]}}}\
                """));
    assertThat(tokenizer.specials().appendsEos()).isTrue();
    assertThat(tokenizer.vocabularySize()).isEqualTo(8);
    assertThat(tokenizer.piece(7)).isEqualTo("<pad2>");
    assertThat(tokenizer.encode("b<eos>a", 6).ids()).containsExactly(3, 1, 2, 1, 0, 0);
  }

  @Test
  void theConfigurationBesideItNamesTheSpecialTokens() throws IOException {
    var config =
        """
        {"pad_token": {"content": "b"}, "eos_token": "a", "add_eos_token": true}\
        """;
    var tokenizer =
        JsonTokenizer.read(
            "tokenizer.json",
            PLAIN.getBytes(StandardCharsets.UTF_8),
            "tokenizer_config.json",
            config.getBytes(StandardCharsets.UTF_8));
    assertThat(tokenizer.encode("a", 4).ids()).containsExactly(2, 2, 3, 3);
  }

  @Test
  void refusesPartsItLacksAndNamesThem() {
    refuses(with("\"normalizer\": {\"type\": \"NFC\"}"), "$.normalizer.type", "Precompiled");
    refuses(
        with("\"pre_tokenizer\": {\"type\": \"Sequence\", \"pretokenizers\": [{\"type\": \"X\"}]}"),
        "$.pre_tokenizer.pretokenizers[0].type",
        "Metaspace");
    refuses(
        with("\"post_processor\": {\"type\": \"BertProcessing\"}"),
        "$.post_processor.type",
        "TemplateProcessing");
    refuses(
        "{\"model\": {\"type\": \"WordPiece\", " + VOCAB + "}}", "$.model.type", "Unigram, BPE");
    refuses("{\"model\": {\"dropout\": 0.1, " + VOCAB + "}}", "$.model.dropout", "null");
    refuses(
        with(
            "\"normalizer\": {\"type\": \"Replace\", \"pattern\": {\"Regex\": \"(a+)+\"},"
                + " \"content\": \"\"}"),
        "$.normalizer.pattern.Regex",
        "String pattern");
  }

  @Test
  void refusesWhatIsMalformed() {
    refuses("", "$", "End of input");
    refuses("{}", "$", "no object 'model'");
    refuses("{\"model\": {\"vocab\": {}}}", "$.model", "no 'vocab'");
    refuses("{\"model\": {\"vocab\": {\"a\": -1}}}", "$.model.vocab.a", "id -1");
    refuses("{\"model\": {\"vocab\": {\"a\": 99999999}}}", "$.model.vocab.a", "id 99999999");
    refuses("{\"model\": {\"vocab\": {\"a\": 1, \"b\": 1}}}", "$.model.vocab.b", "already");
    refuses("{\"model\": {" + VOCAB + ", \"merges\": [\"a c\"]}}", "$.model.merges[0]", "'c'");
    refuses(
        "{\"model\": {\"unk_id\": 0, \"vocab\": [[\"a\", 1e999]]}}", "$.model.vocab[0]", "Infinit");
    refuses("{\"model\": {\"unk_id\": 9, \"vocab\": [[\"a\", 0]]}}", "$.model.unk_id", "found 9");
    refuses(
        with("\"added_tokens\": [{\"id\": 2, \"content\": \"c\"}]"), "$.added_tokens[0]", "taken");
  }

  @Test
  void refusesRulesUnderWhichTextSwellsWithoutMeasure() {
    var twice = "{\"type\": \"Replace\", \"pattern\": {\"String\": \"a\"}, \"content\": \"aa\"}";
    var many = String.join(", ", Collections.nCopies(60, twice));
    refuses(
        with("\"normalizer\": {\"type\": \"Sequence\", \"normalizers\": [" + many + "]}"),
        "$.normalizer",
        "grow at most");
  }

  @Test
  void refusesDeepNesting() {
    refuses("{\"x\": " + "[".repeat(100_000), "$", "Nesting limit");
  }

  private static void refuses(String json, String where, String why) {
    assertThatExceptionOfType(TokenizerFormatException.class)
        .isThrownBy(() -> read(json))
        .withMessageStartingWith("tokenizer.json @ " + where)
        .withMessageContaining(why);
  }
}
