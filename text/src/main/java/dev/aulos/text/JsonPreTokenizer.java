package dev.aulos.text;

import java.util.ArrayList;
import java.util.List;

/// The `pre_tokenizer` of a `tokenizer.json`: cuts text into words, over which no piece reaches.
sealed interface JsonPreTokenizer {
  /// A part of the text, and whether the whole text begins with it.
  record Word(String text, boolean atStart) {}

  /// Appends the parts of a word.
  void split(Word word, List<Word> parts);

  /// Leaves the text whole.
  record None() implements JsonPreTokenizer {
    @Override
    public void split(Word word, List<Word> parts) {
      parts.add(word);
    }
  }

  /// One after the other.
  record Sequence(List<JsonPreTokenizer> steps) implements JsonPreTokenizer {
    public Sequence {
      steps = List.copyOf(steps);
    }

    @Override
    public void split(Word word, List<Word> parts) {
      var words = List.of(word);
      for (var step : steps) {
        var finer = new ArrayList<Word>();
        for (var part : words) {
          step.split(part, finer);
        }
        words = finer;
      }
      parts.addAll(words);
    }
  }

  /// Cuts at white space, which is dropped.
  record WhitespaceSplit() implements JsonPreTokenizer {
    @Override
    public void split(Word word, List<Word> parts) {
      var text = word.text;
      int from = 0;
      for (int i = 0; i <= text.length(); i++) {
        if (i == text.length() || Chars.isSpace(text.charAt(i))) {
          if (i > from) {
            parts.add(new Word(text.substring(from, i), word.atStart && from == 0));
          }
          from = i + 1;
        }
      }
    }
  }

  /// When a word is given a mark for the space before it.
  enum PrependScheme {
    ALWAYS,
    FIRST,
    NEVER
  }

  /// Writes spaces as a mark, puts one before the word, and cuts before each.
  record Metaspace(String mark, PrependScheme scheme, boolean cuts) implements JsonPreTokenizer {
    @Override
    public void split(Word word, List<Word> parts) {
      var text = word.text.replace(" ", mark);
      boolean prepends =
          switch (scheme) {
            case ALWAYS -> true;
            case FIRST -> word.atStart;
            case NEVER -> false;
          };
      if (prepends && !text.isEmpty() && !text.startsWith(mark)) {
        text = mark + text;
      }
      var marked = new Word(text, word.atStart);
      if (cuts) {
        new Split(mark, Behavior.MERGED_WITH_NEXT, false).split(marked, parts);
      } else if (!text.isEmpty()) {
        parts.add(marked);
      }
    }
  }

  /// What becomes of the string at which text is cut.
  enum Behavior {
    REMOVED,
    ISOLATED,
    MERGED_WITH_PREVIOUS,
    MERGED_WITH_NEXT,
    CONTIGUOUS
  }

  /// Cuts at each occurrence of a string, or, inverted, at whatever lies between.
  record Split(String pattern, Behavior behavior, boolean inverted) implements JsonPreTokenizer {
    @Override
    public void split(Word word, List<Word> parts) {
      var spans = spans(word.text);
      int from = 0;
      for (int i = 0; i < spans.size(); i++) {
        var span = spans.get(i);
        if (endsPart(spans, i)) {
          boolean dropped = behavior == Behavior.REMOVED && span.matched;
          if (!dropped) {
            parts.add(new Word(word.text.substring(from, span.to), word.atStart && from == 0));
          }
          from = span.to;
        }
      }
    }

    /// A stretch of text, up to `to`, that is a match or lies between matches.
    private record Span(int to, boolean matched) {}

    private List<Span> spans(String text) {
      var spans = new ArrayList<Span>();
      int from = 0;
      for (int at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, from)) {
        if (at > from) {
          spans.add(new Span(at, inverted));
        }
        from = at + pattern.length();
        spans.add(new Span(from, !inverted));
      }
      if (from < text.length()) {
        spans.add(new Span(text.length(), inverted));
      }
      return spans;
    }

    private boolean endsPart(List<Span> spans, int i) {
      if (i + 1 == spans.size()) {
        return true;
      }
      boolean here = spans.get(i).matched;
      boolean next = spans.get(i + 1).matched;
      return switch (behavior) {
        case REMOVED, ISOLATED -> true;
        case CONTIGUOUS -> here != next;
        case MERGED_WITH_PREVIOUS -> here || !next;
        case MERGED_WITH_NEXT -> !here || next;
      };
    }
  }

  /// Reads a pre-tokenizer.
  static JsonPreTokenizer read(JsonNode node) throws TokenizerFormatException {
    var type = node.at("type");
    return switch (type.text()) {
      case "Sequence" -> sequence(node.at("pretokenizers"));
      case "WhitespaceSplit" -> new WhitespaceSplit();
      case "Metaspace" -> metaspace(node);
      case "Split" -> split(node);
      default -> throw type.unsupported("Sequence, WhitespaceSplit, Metaspace, Split");
    };
  }

  private static JsonPreTokenizer sequence(JsonNode parts) throws TokenizerFormatException {
    var steps = new ArrayList<JsonPreTokenizer>();
    for (var part : parts.items()) {
      steps.add(read(part));
    }
    return new Sequence(steps);
  }

  private static JsonPreTokenizer metaspace(JsonNode node) throws TokenizerFormatException {
    var mark = node.at("replacement");
    if (mark.text().codePointCount(0, mark.text().length()) != 1) {
      throw mark.expected("one character");
    }
    var named = node.find("prepend_scheme");
    var scheme = node.bool("add_prefix_space", true) ? PrependScheme.ALWAYS : PrependScheme.NEVER;
    if (named.isPresent()) {
      scheme =
          switch (named.get().text()) {
            case "always" -> PrependScheme.ALWAYS;
            case "first" -> PrependScheme.FIRST;
            case "never" -> PrependScheme.NEVER;
            default -> throw named.get().unsupported("always, first, never");
          };
    }
    return new Metaspace(mark.text(), scheme, node.bool("split", true));
  }

  private static JsonPreTokenizer split(JsonNode node) throws TokenizerFormatException {
    var pattern = node.at("pattern");
    if (pattern.find("String").isEmpty()) {
      throw pattern.unsupported("{\"String\": …}");
    }
    var string = pattern.at("String");
    if (string.text().isEmpty()) {
      throw string.expected("a string that is not empty");
    }
    var behavior = node.at("behavior");
    var known =
        switch (behavior.text()) {
          case "Removed" -> Behavior.REMOVED;
          case "Isolated" -> Behavior.ISOLATED;
          case "MergedWithPrevious" -> Behavior.MERGED_WITH_PREVIOUS;
          case "MergedWithNext" -> Behavior.MERGED_WITH_NEXT;
          case "Contiguous" -> Behavior.CONTIGUOUS;
          default ->
              throw behavior.unsupported(
                  "Removed, Isolated, MergedWithPrevious, MergedWithNext, Contiguous");
        };
    return new Split(string.text(), known, node.bool("invert", false));
  }
}
