package dev.aulos.text;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads the `model` of a `tokenizer.json` as a stream: a large one has a million strings.
final class JsonModelReader {
  private static final String PATH = "$.model";

  /// How much worse than the worst piece an unknown character is.
  private static final double UNKNOWN_PENALTY = 10;

  private final String file;
  private final JsonReader in;
  private final JsonObject settings = new JsonObject();
  private final Pieces pieces = new Pieces();
  private final MergeTable merges = new MergeTable();
  private final List<String> pending = new ArrayList<>(); // pairs read before the vocabulary
  private double[] scores = new double[1024];
  private int mergeCount;
  private boolean scored;

  private JsonModelReader(String file, JsonReader in) {
    this.file = file;
    this.in = in;
  }

  /// Reads the object that comes next.
  static JsonModel read(String file, JsonReader in) throws IOException {
    return new JsonModelReader(file, in).read();
  }

  private JsonModel read() throws IOException {
    in.beginObject();
    while (in.hasNext()) {
      var name = in.nextName();
      switch (name) {
        case "vocab" -> readVocabulary();
        case "merges" -> readMerges();
        default -> settings.add(name, JsonParser.parseReader(in));
      }
    }
    in.endObject();
    for (int i = 0; i < pending.size(); i += 2) {
      merge(pending.get(i), pending.get(i + 1));
    }
    var node = new JsonNode(file, PATH, settings);
    if (pieces.isEmpty()) {
      throw new TokenizerFormatException(file, PATH, "no 'vocab', or an empty one");
    }
    var type = node.find("type");
    if (type.isPresent() && !List.of("Unigram", "BPE").contains(type.get().text())) {
      throw type.get().unsupported("Unigram, BPE");
    }
    boolean unigram = type.isPresent() ? type.get().text().equals("Unigram") : scored;
    if (unigram != scored) {
      throw type.orElse(node)
          .expected(scored ? "Unigram, as 'vocab' is an array" : "BPE, as 'vocab' is an object");
    }
    return unigram ? unigram(node) : bpe(node);
  }

  private void readVocabulary() throws IOException {
    if (!pieces.isEmpty()) {
      throw malformed("a second 'vocab'");
    }
    if (in.peek() == JsonToken.BEGIN_ARRAY) {
      readScoredPieces();
    } else {
      in.beginObject();
      while (in.hasNext()) {
        add(Utf8.wellFormed(in.nextName()), in.nextInt());
      }
      in.endObject();
    }
  }

  private void readScoredPieces() throws IOException {
    scored = true;
    in.beginArray();
    for (int id = 0; in.hasNext(); id++) {
      in.beginArray();
      add(Utf8.wellFormed(in.nextString()), id);
      if (id == scores.length) {
        scores = Arrays.copyOf(scores, 2 * id);
      }
      scores[id] = in.nextDouble();
      if (Double.isNaN(scores[id]) || Double.isInfinite(scores[id])) {
        throw malformed("the score " + scores[id] + ", expected a number");
      }
      in.endArray();
    }
    in.endArray();
  }

  private void add(String text, int id) throws IOException {
    if (id < 0 || id >= Pieces.MAX_ID) {
      throw malformed("id " + id + ", expected 0 to " + (Pieces.MAX_ID - 1));
    }
    if (!pieces.add(text, id)) {
      throw malformed("piece '" + text + "' or id " + id + " is there already");
    }
  }

  private void readMerges() throws IOException {
    in.beginArray();
    while (in.hasNext()) {
      if (in.peek() == JsonToken.BEGIN_ARRAY) {
        in.beginArray();
        var left = in.nextString();
        var right = in.nextString();
        in.endArray();
        merge(left, right);
      } else {
        var pair = in.nextString();
        int space = pair.indexOf(' ');
        if (space < 0 || pair.indexOf(' ', space + 1) >= 0) {
          throw malformed("merge '" + pair + "', expected two pieces and a space between them");
        }
        merge(pair.substring(0, space), pair.substring(space + 1));
      }
    }
    in.endArray();
  }

  private void merge(String left, String right) throws IOException {
    if (pieces.isEmpty()) {
      pending.add(left);
      pending.add(right);
      return;
    }
    int joined = pieces.id(left.concat(right));
    int leftId = pieces.id(left);
    int rightId = pieces.id(right);
    if (leftId == Trie.NONE || rightId == Trie.NONE || joined == Trie.NONE) {
      throw new TokenizerFormatException(
          file,
          PATH + ".merges[" + mergeCount + "]",
          "'" + left + "' and '" + right + "': they or what they make are not in 'vocab'");
    }
    merges.put(leftId, rightId, mergeCount++, joined);
  }

  private JsonModel unigram(JsonNode node) throws TokenizerFormatException {
    var unkId = node.find("unk_id");
    int unk = unkId.isPresent() ? unkId.get().id() : Trie.NONE;
    if (unk == Trie.NONE || unk >= pieces.end()) {
      throw unkId.orElse(node).expected("'unk_id', an id of 'vocab'");
    }
    var trie = new Trie(8 * pieces.end());
    double min = Double.POSITIVE_INFINITY;
    for (int id = 0; id < pieces.end(); id++) {
      var text = pieces.text(id);
      if (text != null && !text.isEmpty()) {
        trie.put(Utf8.bytes(text), id);
      }
      min = Math.min(min, scores[id]);
    }
    var viterbi =
        new Viterbi(
            trie,
            Arrays.copyOf(scores, pieces.end()),
            unk,
            min - UNKNOWN_PENALTY,
            Viterbi.Precision.DOUBLE);
    return new JsonModel.Unigram(pieces, viterbi, unk, byteFallback(node));
  }

  private JsonModel bpe(JsonNode node) throws TokenizerFormatException {
    for (var key : List.of("dropout", "continuing_subword_prefix", "end_of_word_suffix")) {
      var setting = node.find(key);
      if (setting.isPresent()
          && !List.of("\"\"", "0", "0.0").contains(setting.get().value().toString())) {
        throw setting.get().unsupported("null");
      }
    }
    var unkToken = node.find("unk_token");
    int unk = unkToken.isPresent() ? pieces.id(unkToken.get().text()) : Trie.NONE;
    if (unkToken.isPresent() && unk == Trie.NONE) {
      throw unkToken.get().expected("a piece of 'vocab'");
    }
    return new JsonModel.Bpe(
        pieces,
        merges,
        unk,
        byteFallback(node),
        node.bool("fuse_unk", false),
        node.bool("ignore_merges", false));
  }

  private JsonModel.ByteFallback byteFallback(JsonNode node) throws TokenizerFormatException {
    return new JsonModel.ByteFallback(
        node.bool("byte_fallback", false) ? pieces.byteIds() : new int[0]);
  }

  private TokenizerFormatException malformed(String problem) {
    return new TokenizerFormatException(file, in.getPath(), problem);
  }
}
