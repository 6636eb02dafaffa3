package dev.aulos.recipe.evaluate;

import dev.aulos.recipe.evaluate.ReportLines.Line;
import java.util.List;

/// Reports side by side as plain text of at most 80 columns.
public final class ReportText {
  private static final int WIDTH = 80;
  private static final int MOST = 3;
  private static final int CONFUSIONS = 8;

  private ReportText() {}

  /// A table with a column for each of one to three reports, then what the first took for what.
  ///
  /// @throws IllegalArgumentException if there are none, or more than three
  public static String of(List<Report> reports) {
    if (reports.isEmpty() || reports.size() > MOST) {
      throw new IllegalArgumentException(
          reports.size() + " reports, expected 1 to " + MOST + " to fit the terminal");
    }
    int cell = reports.size() == MOST ? 15 : 17;
    int title = Math.min(36, WIDTH - reports.size() * cell);
    var text = new StringBuilder();
    append(text, new Line("", reports.stream().map(Report::name).toList()), title, cell);
    for (var line : ReportLines.of(reports)) {
      append(text, line, title, cell);
    }
    text.append('\n');
    append(text, new Line("kind right, by kind", List.of()), title, cell);
    for (var line : ReportLines.kinds(reports)) {
      append(text, line, title, cell);
    }
    appendConfusions(text, reports.getFirst());
    appendHopeless(text, reports.getFirst());
    return text.toString();
  }

  private static void append(StringBuilder text, Line line, int title, int cell) {
    var row = new StringBuilder(cut(line.title(), title));
    row.repeat(' ', title - row.length());
    for (var value : line.cells()) {
      var cut = cut(value, cell - 1);
      row.repeat(' ', cell - cut.length()).append(cut);
    }
    text.append(row.toString().stripTrailing()).append('\n');
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }

  private static void appendConfusions(StringBuilder text, Report report) {
    var confusions = report.confusions();
    if (confusions.isEmpty()) {
      return;
    }
    text.append("\n").append(cut("asked, but heard: " + report.name(), WIDTH)).append('\n');
    for (var c : confusions.subList(0, Math.min(CONFUSIONS, confusions.size()))) {
      text.append("  ")
          .append(c.count())
          .append(" × ")
          .append(ReportLines.words(c.asked()))
          .append(", but ")
          .append(ReportLines.words(c.heard()))
          .append('\n');
    }
  }

  private static void appendHopeless(StringBuilder text, Report report) {
    var hopeless = report.hopeless();
    if (hopeless.isEmpty()) {
      return;
    }
    text.append("\n").append(cut("heard with every seed instead: " + report.name(), WIDTH));
    text.append('\n');
    for (var prompt : hopeless) {
      text.append(cut("  " + ReportLines.hopeless(prompt), WIDTH)).append('\n');
    }
  }
}
