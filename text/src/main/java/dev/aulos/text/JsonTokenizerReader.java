package dev.aulos.text;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.aulos.text.AddedTokens.Added;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a `tokenizer.json`. What it says of truncation, padding and decoding is not needed here.
final class JsonTokenizerReader {
  private final String file;
  private final JsonObject rest = new JsonObject();
  private @Nullable JsonModel model;

  private JsonTokenizerReader(String file) {
    this.file = file;
  }

  /// Reads the file alone.
  static JsonTokenizer.Parts read(String file, byte[] bytes) throws TokenizerFormatException {
    var none = new JsonNode(file, "$", new JsonObject());
    return new JsonTokenizerReader(file).read(bytes, none);
  }

  /// Reads the file with the `tokenizer_config.json` beside it.
  static JsonTokenizer.Parts read(String file, byte[] bytes, String configFile, byte[] config)
      throws TokenizerFormatException {
    var parsed = parse(configFile, config, JsonParser::parseReader);
    return new JsonTokenizerReader(file).read(bytes, new JsonNode(configFile, "$", parsed));
  }

  private JsonTokenizer.Parts read(byte[] bytes, JsonNode config) throws TokenizerFormatException {
    var known = parse(file, bytes, this::readSections);
    var root = new JsonNode(file, "$", rest);
    var pieces = pieces(known);
    var normalizer = root.find("normalizer");
    var preTokenizer = root.find("pre_tokenizer");
    var normal =
        normalizer.isPresent() ? JsonNormalizer.read(normalizer.get()) : new JsonNormalizer.None();
    var added = new AddedTokens();
    var texts = readAdded(root, pieces, normal, added);
    return new JsonTokenizer.Parts(
        added,
        texts,
        normal,
        preTokenizer.isPresent()
            ? JsonPreTokenizer.read(preTokenizer.get())
            : new JsonPreTokenizer.None(),
        known,
        pieces,
        new JsonSpecials(root, config, known, pieces, texts).read());
  }

  private static Pieces pieces(JsonModel model) {
    return switch (model) {
      case JsonModel.Unigram unigram -> unigram.pieces();
      case JsonModel.Bpe bpe -> bpe.pieces();
    };
  }

  private JsonModel readSections(JsonReader in) throws IOException {
    in.beginObject();
    while (in.hasNext()) {
      var name = in.nextName();
      if (name.equals("model") && in.peek() == JsonToken.BEGIN_OBJECT) {
        model = JsonModelReader.read(file, in);
      } else {
        rest.add(name, JsonParser.parseReader(in));
      }
    }
    in.endObject();
    if (model == null) {
      throw new TokenizerFormatException(file, "$", "no object 'model'");
    }
    return model;
  }

  /// Reads the added tokens; returns their spellings by id.
  private Map<Integer, String> readAdded(
      JsonNode root, Pieces pieces, JsonNormalizer normalizer, AddedTokens added)
      throws TokenizerFormatException {
    var texts = new HashMap<Integer, String>();
    var list = root.find("added_tokens");
    if (list.isEmpty()) {
      return texts;
    }
    for (var node : list.get().items()) {
      var content = node.at("content").text();
      int known = pieces.id(content);
      int id = known == Trie.NONE ? node.at("id").id() : known;
      if ((known == Trie.NONE && pieces.text(id) != null)
          || texts.putIfAbsent(id, content) != null) {
        throw node.expected("an id of its own: " + id + " is taken");
      }
      boolean special = node.bool("special", false);
      boolean normalized = node.bool("normalized", !special);
      added.add(
          new Added(
              id,
              content,
              node.bool("single_word", false),
              node.bool("lstrip", false),
              node.bool("rstrip", false),
              normalized,
              special),
          normalized ? normalizer.apply(content) : content);
    }
    return texts;
  }

  /// Reads from JSON text.
  private interface Reading<T> {
    T read(JsonReader in) throws IOException;
  }

  /// Runs a reading over a whole file; whatever is wrong with the file comes out as one exception.
  private static <T> T parse(String file, byte[] bytes, Reading<T> reading)
      throws TokenizerFormatException {
    var utf8 = StandardCharsets.UTF_8.newDecoder(); // reports what is malformed
    var in = new JsonReader(new InputStreamReader(new ByteArrayInputStream(bytes), utf8));
    in.setStrictness(Strictness.STRICT);
    try {
      T result = reading.read(in);
      if (in.peek() != JsonToken.END_DOCUMENT) {
        throw new TokenizerFormatException(file, "$", "text after the end of the JSON value");
      }
      return result;
    } catch (TokenizerFormatException e) {
      throw e;
    } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
      // what the JSON reader throws, in this order: bad JSON, bad JSON below a value, a value of
      // another type than asked for, a number that does not fit
      var failure =
          new TokenizerFormatException(file, in.getPath(), String.valueOf(e.getMessage()));
      failure.initCause(e);
      throw failure;
    }
  }
}
