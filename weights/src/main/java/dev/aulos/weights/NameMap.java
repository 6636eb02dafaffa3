package dev.aulos.weights;

import dev.aulos.graph.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A table of names: what the tensors of one layout are called in another.
///
/// A line reads `target = source`, or `target = source & source` where the rows of the sources
/// follow one another in the target. `: column` appends an axis of extent 1, `: flat` drops every
/// such axis. In a source `{i}` and `{j}` stand for numbers, `{p}` for the rest of the name, and
/// `(a|b)` for either. A target may also count, as `{i+1}`, and use constants given to [#apply].
final class NameMap {
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z])([+-][0-9])?\\}");
  private static final Pattern PIECE = Pattern.compile("\\{([a-z])\\}|[(|)]|[^{(|)]+");

  /// How the shape of a target follows from that of its sources.
  enum Form {
    AS_STORED,
    COLUMN,
    FLAT
  }

  /// One line of a table.
  private record Row(String target, List<Pattern> sources, Form form) {}

  private final List<Row> rows = new ArrayList<>();

  private NameMap() {}

  /// A table from its text; `#` begins a comment.
  static NameMap of(String table) {
    var map = new NameMap();
    for (var line : table.split("\n")) {
      var text = line.split("#", 2)[0].strip();
      if (!text.isEmpty()) {
        map.rows.add(row(text));
      }
    }
    return map;
  }

  private static Row row(String text) {
    var sides = text.split("=", 2);
    var parts = sides[1].split(":", 2);
    var form =
        parts.length == 1
            ? Form.AS_STORED
            : Form.valueOf(parts[1].strip().toUpperCase(Locale.ROOT));
    var sources = new ArrayList<Pattern>();
    for (var source : parts[0].split("&")) {
      sources.add(pattern(source.strip()));
    }
    return new Row(sides[0].strip(), sources, form);
  }

  private static Pattern pattern(String source) {
    var regex = new StringBuilder();
    var pieces = PIECE.matcher(source);
    while (pieces.find()) {
      var piece = pieces.group();
      if (pieces.group(1) != null) {
        var values = pieces.group(1).equals("p") ? ".+" : "[0-9]{1,6}";
        regex.append("(?<").append(pieces.group(1)).append(">").append(values).append(")");
      } else {
        regex.append("(|)".contains(piece) ? piece.replace("(", "(?:") : Pattern.quote(piece));
      }
    }
    return Pattern.compile(regex.toString());
  }

  /// Weights under the target names; stored names that no line speaks of go to `unknown`.
  ///
  /// @throws WeightFormatException if two stored tensors claim one target, or one is incomplete
  Weights apply(Weights stored, Map<String, Integer> constants, List<String> unknown)
      throws WeightFormatException {
    var targets = new LinkedHashMap<String, Joined.Target>();
    for (var path : stored.paths()) {
      if (!place(path, stored, constants, targets)) {
        unknown.add(path);
      }
    }
    for (var target : targets.entrySet()) {
      if (target.getValue().sources().contains("")) {
        throw new WeightFormatException(
            String.format(
                "%s: '%s' needs more than %s", stored, target.getKey(), target.getValue()));
      }
    }
    return Joined.of(stored, targets);
  }

  private boolean place(
      String path,
      Weights stored,
      Map<String, Integer> constants,
      Map<String, Joined.Target> targets)
      throws WeightFormatException {
    for (var row : rows) {
      for (int i = 0; i < row.sources.size(); i++) {
        var match = row.sources.get(i).matcher(path);
        if (match.matches()) {
          var name = expand(row.target, match, constants);
          var target = targets.computeIfAbsent(name, n -> emptyTarget(row));
          if (target.sources().size() != row.sources.size() || !target.sources().get(i).isEmpty()) {
            throw new WeightFormatException(
                stored + ": '" + path + "' and " + target + " both stand for '" + name + "'");
          }
          target.sources().set(i, path);
          return true;
        }
      }
    }
    return false;
  }

  private static Joined.Target emptyTarget(Row row) {
    var sources = new ArrayList<String>();
    row.sources.forEach(s -> sources.add(""));
    return new Joined.Target(sources, row.form);
  }

  private static String expand(String target, Matcher match, Map<String, Integer> constants) {
    var variables = VARIABLE.matcher(target);
    var name = new StringBuilder();
    int end = 0;
    while (variables.find()) {
      name.append(target, end, variables.start());
      name.append(value(variables, match, constants));
      end = variables.end();
    }
    return name.append(target, end, target.length()).toString();
  }

  private static String value(Matcher variable, Matcher match, Map<String, Integer> constants) {
    var name = variable.group(1);
    var constant = constants.get(name);
    var value = constant != null ? constant.toString() : match.group(name);
    var step = variable.group(2);
    return step == null
        ? value
        : Integer.toString(Integer.parseInt(value) + Integer.parseInt(step));
  }
}
