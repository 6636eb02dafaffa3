package dev.aulos.engine.files;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;

/// The smallest `tokenizer.json` of Gemma's structure: byte-pair encoding that falls back to bytes,
/// with the printable letters of ASCII for pieces and nothing to merge.
final class LetterTokenizer {
  private static final String SPACE = "\u2581";

  private LetterTokenizer() {}

  static String json() {
    var top = new JsonObject();
    top.addProperty("version", "1.0");
    top.add("added_tokens", marks());
    var normalizer = typed("Replace");
    normalizer.add("pattern", text(" "));
    normalizer.addProperty("content", SPACE);
    top.add("normalizer", normalizer);
    var split = typed("Split");
    split.add("pattern", text(" "));
    split.addProperty("behavior", "MergedWithPrevious");
    split.addProperty("invert", false);
    top.add("pre_tokenizer", split);
    top.add("post_processor", JsonNull.INSTANCE);
    top.add("model", model());
    return top.toString();
  }

  private static JsonObject typed(String type) {
    var object = new JsonObject();
    object.addProperty("type", type);
    return object;
  }

  private static JsonObject text(String value) {
    var object = new JsonObject();
    object.addProperty("String", value);
    return object;
  }

  private static final List<String> MARKS = List.of("<pad>", "<eos>", "<bos>", "<unk>");

  private static JsonArray marks() {
    var marks = new JsonArray();
    for (var mark : MARKS) {
      var token = new JsonObject();
      token.addProperty("id", marks.size());
      token.addProperty("content", mark);
      for (var key : List.of("single_word", "lstrip", "rstrip", "normalized")) {
        token.addProperty(key, false);
      }
      token.addProperty("special", true);
      marks.add(token);
    }
    return marks;
  }

  private static JsonObject model() {
    var vocabulary = new JsonObject();
    MARKS.forEach(mark -> vocabulary.addProperty(mark, vocabulary.size()));
    for (int i = 0; i < 256; i++) {
      vocabulary.addProperty(String.format(Locale.ROOT, "<0x%02X>", i), vocabulary.size());
    }
    vocabulary.addProperty(SPACE, vocabulary.size());
    for (char c = '!'; c <= '~'; c++) {
      vocabulary.addProperty(String.valueOf(c), vocabulary.size());
    }
    var model = typed("BPE");
    model.addProperty("unk_token", "<unk>");
    model.addProperty("fuse_unk", true);
    model.addProperty("byte_fallback", true);
    model.add("vocab", vocabulary);
    model.add("merges", new JsonArray());
    return model;
  }
}
