package dev.aulos.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The `tokenizer.json` of T5, made from its SentencePiece model as the converters make it.
final class T5Json {
  private T5Json() {}

  static byte[] bytes() throws IOException {
    try (var in = T5Vocabulary.class.getResourceAsStream("t5/spiece.model")) {
      return bytes(in.readAllBytes());
    }
  }

  /// The same for another unigram model.
  static byte[] bytes(byte[] model) throws IOException {
    return json(model).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonObject json(byte[] model) throws IOException {
    var json =
        JsonParser.parseString(
                """
                {"version": "1.0",
                 "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
                   {"type": "WhitespaceSplit"},
                   {"type": "Metaspace", "replacement": "▁", "add_prefix_space": true}]},
                 "post_processor": {"type": "TemplateProcessing",
                   "single": [{"Sequence": {"id": "A", "type_id": 0}},
                              {"SpecialToken": {"id": "</s>", "type_id": 0}}],
                   "special_tokens": {"</s>": {"id": "</s>", "ids": [1], "tokens": ["</s>"]}}},
                 "model": {"type": "Unigram", "unk_id": 2}}
                """)
            .getAsJsonObject();
    var vocab = vocabulary(model);
    var added = new JsonArray();
    for (int id = 0; id < 3; id++) {
      added.add(special(id, vocab.get(id).getAsJsonArray().get(0).getAsString()));
    }
    for (int i = 99; i >= 0; i--) {
      added.add(special(vocab.size(), "<extra_id_" + i + ">"));
      vocab.add(scored("<extra_id_" + i + ">", 0));
    }
    json.add("added_tokens", added);
    json.add("normalizer", normalizer(model));
    json.getAsJsonObject("model").add("vocab", vocab);
    return json;
  }

  private static JsonArray vocabulary(byte[] model) throws IOException {
    var vocab = new JsonArray();
    for (var piece : SpmModel.read("spiece.model", model).pieces()) {
      vocab.add(scored(piece.text(), vocab.size() < 3 ? 0 : piece.score()));
    }
    return vocab;
  }

  private static JsonArray scored(String text, double score) {
    var entry = new JsonArray();
    entry.add(text);
    entry.add(score);
    return entry;
  }

  private static JsonObject special(int id, String content) {
    var token = new JsonObject();
    token.addProperty("id", id);
    token.addProperty("content", content);
    token.addProperty("special", true);
    return token;
  }

  private static JsonObject normalizer(byte[] model) throws IOException {
    var normalizer = new JsonObject();
    normalizer.addProperty("type", "Precompiled");
    var in = ProtoReader.of("spiece.model", model);
    for (int field = in.nextField(); field != 0; field = in.nextField()) {
      if (field == 3) {
        var spec = in.message();
        for (int sub = spec.nextField(); sub != 0; sub = spec.nextField()) {
          if (sub == 2) {
            normalizer.addProperty(
                "precompiled_charsmap", Base64.getEncoder().encodeToString(spec.bytes()));
          } else {
            spec.skip();
          }
        }
      } else {
        in.skip();
      }
    }
    return normalizer;
  }
}
