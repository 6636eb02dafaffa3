package dev.aulos.text;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Finds the special tokens of a `tokenizer.json`, and how its template frames a text.
///
/// A template's own tokens count most, then those that `tokenizer_config.json` names, then the
/// customary spellings among the added tokens.
record JsonSpecials(
    JsonNode root, JsonNode config, JsonModel model, Pieces pieces, Map<Integer, String> texts) {

  /// The tokens before and after the text.
  private record Frame(OptionalInt before, OptionalInt after) {}

  SpecialTokens read() throws TokenizerFormatException {
    var frame =
        root.find("post_processor").isPresent() ? template(root.at("post_processor")) : NONE;
    var bos = frame.before.isPresent() ? frame.before : named("bos_token", "<bos>", "<s>");
    var eos = frame.after.isPresent() ? frame.after : named("eos_token", "<eos>", "</s>");
    boolean prepends = config.bool("add_bos_token", frame.before.isPresent());
    boolean appends = config.bool("add_eos_token", frame.after.isPresent());
    int unk = model.unk();
    return new SpecialTokens(
        named("pad_token", "<pad>").orElse(0),
        eos,
        bos,
        unk == Trie.NONE ? OptionalInt.empty() : OptionalInt.of(unk),
        prepends && bos.isPresent(),
        appends && eos.isPresent());
  }

  private static final Frame NONE = new Frame(OptionalInt.empty(), OptionalInt.empty());

  private OptionalInt named(String key, String... customary) throws TokenizerFormatException {
    var setting = config.find(key);
    if (setting.isPresent()) {
      var node = setting.get();
      return id(node.value().isJsonObject() ? node.at("content").text() : node.text());
    }
    for (var text : customary) {
      if (texts.containsValue(text)) {
        return id(text);
      }
    }
    return OptionalInt.empty();
  }

  private OptionalInt id(String text) {
    for (var added : texts.entrySet()) {
      if (added.getValue().equals(text)) {
        return OptionalInt.of(added.getKey());
      }
    }
    int id = pieces.id(text);
    return id == Trie.NONE ? OptionalInt.empty() : OptionalInt.of(id);
  }

  private Frame template(JsonNode processor) throws TokenizerFormatException {
    var type = processor.at("type");
    if (!type.text().equals("TemplateProcessing")) {
      throw type.unsupported("TemplateProcessing");
    }
    var single = processor.at("single");
    var parts = single.items();
    int text = 0;
    while (text < parts.size() && parts.get(text).find("Sequence").isEmpty()) {
      text++;
    }
    if (text > 1 || text == parts.size() || parts.size() - text > 2) {
      throw single.unsupported("the text, at most one token before it and one after it");
    }
    return new Frame(
        text == 1 ? token(parts.get(0), processor) : OptionalInt.empty(),
        parts.size() - text == 2 ? token(parts.get(text + 1), processor) : OptionalInt.empty());
  }

  private OptionalInt token(JsonNode part, JsonNode processor) throws TokenizerFormatException {
    var name = part.at("SpecialToken").at("id").text();
    var ids = processor.at("special_tokens").at(name).at("ids");
    List<JsonNode> items = ids.items();
    if (items.size() != 1) {
      throw ids.unsupported("a list of one id");
    }
    int id = items.get(0).id();
    if (pieces.text(id) == null && !texts.containsKey(id)) {
      throw items.get(0).expected("the id of a piece or an added token");
    }
    return OptionalInt.of(id);
  }
}
