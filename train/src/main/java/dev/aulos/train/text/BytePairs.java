package dev.aulos.train.text;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A byte-pair vocabulary (arXiv:1508.07909) learned from texts, in the form of a `tokenizer.json`:
/// small letters, a mark before each word, bytes for characters that no text had.
///
/// A pair is merged as often as it is the most frequent one, and the first in order among equals:
/// the same texts make the same vocabulary.
public final class BytePairs {
  private static final String MARK = "▁";
  private static final List<String> SPECIALS = List.of("<pad>", "<eos>", "<bos>", "<unk>");
  private static final Pattern WORD = Pattern.compile("[a-z#♯♭]+[0-9]?(?![0-9])|[0-9]+|[^\\s]");
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private final Map<List<String>, Integer> words = new LinkedHashMap<>();
  private final List<String> merges = new ArrayList<>();
  private final TreeSet<String> pieces = new TreeSet<>();

  private BytePairs() {}

  /// The `tokenizer.json` of a vocabulary of at most `size` pieces.
  ///
  /// @param texts what users may type
  /// @throws IllegalArgumentException if the characters of the texts alone are more than that
  public static JsonObject learn(Iterable<String> texts, int size) {
    var learned = new BytePairs();
    var counts = new TreeMap<String, Integer>();
    texts.forEach(text -> learned.count(text, counts));
    counts.forEach((word, count) -> learned.words.put(characters(word), count));
    learned.words.keySet().forEach(learned.pieces::addAll);
    int basis = SPECIALS.size() + 256 + learned.pieces.size();
    if (basis > size) {
      throw new IllegalArgumentException(
          "a vocabulary of " + size + " pieces, but the characters alone are " + basis);
    }
    var order = new ArrayList<>(learned.pieces);
    while (basis + learned.merges.size() < size && learned.merge(order)) {}
    return learned.json(order);
  }

  /// Splits as the pieces should not grow across: a word takes its mark along.
  private void count(String text, Map<String, Integer> counts) {
    for (var part : text.toLowerCase(Locale.ROOT).split("\\s+")) {
      var matcher = WORD.matcher(part);
      boolean isFirst = true;
      while (matcher.find()) {
        counts.merge((isFirst ? MARK : "") + matcher.group(), 1, Integer::sum);
        isFirst = false;
      }
    }
  }

  private static List<String> characters(String word) {
    var characters = new ArrayList<String>();
    word.codePoints().forEach(c -> characters.add(Character.toString(c)));
    return characters;
  }

  private record Pair(String left, String right) {
    String both() {
      return left + right;
    }
  }

  /// Merges the most frequent pair; whether there was one that occurs more than once.
  private boolean merge(List<String> order) {
    var counts = new HashMap<Pair, Integer>();
    words.forEach((word, count) -> {
      for (int i = 1; i < word.size(); i++) {
        counts.merge(new Pair(word.get(i - 1), word.get(i)), count, Integer::sum);
      }
    });
    var best =
        counts.entrySet().stream()
            .filter(e -> e.getValue() > 1)
            .max(
                Comparator.comparingInt((Map.Entry<Pair, Integer> e) -> e.getValue())
                    .thenComparing(e -> e.getKey().both(), Comparator.reverseOrder())
                    .thenComparing(e -> e.getKey().left(), Comparator.reverseOrder()));
    best.ifPresent(entry -> apply(entry.getKey(), order));
    return best.isPresent();
  }

  private void apply(Pair pair, List<String> order) {
    var changed = new LinkedHashMap<List<String>, Integer>();
    words.forEach((word, count) -> changed.put(merged(word, pair), count));
    words.clear();
    words.putAll(changed);
    merges.add(pair.left + " " + pair.right);
    if (pieces.add(pair.both())) {
      order.add(pair.both());
    }
  }

  private static List<String> merged(List<String> word, Pair pair) {
    var result = new ArrayList<String>(word.size());
    for (int i = 0; i < word.size(); i++) {
      boolean isPair =
          i + 1 < word.size()
              && word.get(i).equals(pair.left)
              && word.get(i + 1).equals(pair.right);
      result.add(isPair ? pair.both() : word.get(i));
      i += isPair ? 1 : 0;
    }
    return result;
  }

  private JsonObject json(List<String> order) {
    var vocabulary = new JsonObject();
    SPECIALS.forEach(special -> vocabulary.addProperty(special, vocabulary.size()));
    for (int b = 0; b < 256; b++) {
      vocabulary.addProperty(String.format("<0x%02X>", b), vocabulary.size());
    }
    order.forEach(piece -> vocabulary.addProperty(piece, vocabulary.size()));
    var model = new JsonObject();
    model.addProperty("type", "BPE");
    model.addProperty("unk_token", "<unk>");
    model.addProperty("fuse_unk", true);
    model.addProperty("byte_fallback", true);
    model.add("vocab", vocabulary);
    model.add("merges", GSON.toJsonTree(merges));
    var tokenizer = new JsonObject();
    tokenizer.addProperty("version", "1.0");
    tokenizer.add("added_tokens", added());
    tokenizer.add("normalizer", JsonParser.parseString(NORMALIZER));
    tokenizer.add("pre_tokenizer", JsonParser.parseString(PRE_TOKENIZER));
    tokenizer.add("model", model);
    return tokenizer;
  }

  private static final String NORMALIZER =
      """
      {"type": "Sequence", "normalizers": [
        {"type": "Lowercase"},
        {"type": "Strip", "strip_left": true, "strip_right": true},
        {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
        {"type": "Prepend", "prepend": "▁"},
        {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]}
      """;

  private static final String PRE_TOKENIZER =
      """
      {"type": "Split", "pattern": {"String": " "}, "behavior": "MergedWithPrevious",
       "invert": false}
      """;

  private static JsonArray added() {
    var added = new JsonArray();
    for (int i = 0; i < SPECIALS.size(); i++) {
      var token = new JsonObject();
      token.addProperty("id", i);
      token.addProperty("content", SPECIALS.get(i));
      token.addProperty("special", true);
      for (var flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
        token.addProperty(flag, false);
      }
      added.add(token);
    }
    return added;
  }
}
