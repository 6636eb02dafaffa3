package dev.aulos.recipe.evaluate;

import dev.aulos.recipe.sound.Claims;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reports side by side as one page that needs nothing else: figures, then every prompt of the
/// first report with what was heard and, for some, the sound.
public final class ReportHtml {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Evaluation</title>
      <style>
      :root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --rule: #d7dce1;
        --soft: #5b6570; --right: #1a7f37; --wrong: #b42318; }
      @media (prefers-color-scheme: dark) {
        :root { --ink: #e6e9ec; --paper: #14171a; --rule: #333a41; --soft: #9aa4ae;
          --right: #57c779; --wrong: #ff8a7a; }
      }
      body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: var(--ink);
        background: var(--paper); font: 15px/1.5 system-ui, sans-serif; }
      h1, h2 { font-weight: 600; line-height: 1.2; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; margin: 1rem 0 2rem; font-variant-numeric: tabular-nums; }
      th, td { text-align: left; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--rule);
        vertical-align: top; }
      th { color: var(--soft); font-weight: 500; }
      .right { color: var(--right); }
      .wrong { color: var(--wrong); }
      .open { color: var(--soft); }
      audio { height: 2rem; width: 14rem; }
      </style>
      </head>
      <body>
      """;

  private ReportHtml() {}

  /// The page of one or more reports.
  ///
  /// @throws IllegalArgumentException if there are none
  public static String of(List<Report> reports) {
    if (reports.isEmpty()) {
      throw new IllegalArgumentException("no reports to show");
    }
    var page = new StringBuilder(HEAD);
    var first = reports.getFirst();
    page.append("<h1>Evaluation of ").append(escaped(first.name())).append("</h1>\n");
    var columns = new ArrayList<String>();
    columns.add("");
    reports.forEach(r -> columns.add(r.name()));
    table(page, columns, ReportLines.of(reports));
    page.append("<h2>Kind right, by kind</h2>\n");
    table(page, columns, ReportLines.kinds(reports));
    hopeless(page, first);
    page.append("<h2>Prompts</h2>\n");
    prompts(page, first);
    return page.append("</body>\n</html>\n").toString();
  }

  private static void table(
      StringBuilder page, List<String> columns, List<ReportLines.Line> lines) {
    page.append("<div class=\"wide\"><table>\n");
    header(page, columns);
    for (var line : lines) {
      page.append("<tr><th scope=\"row\">").append(escaped(line.title())).append("</th>");
      line.cells().forEach(c -> page.append("<td>").append(escaped(c)).append("</td>"));
      page.append("</tr>\n");
    }
    page.append("</table></div>\n");
  }

  private static void header(StringBuilder page, List<String> columns) {
    page.append("<tr>");
    for (var column : columns) {
      page.append("<th scope=\"col\">").append(escaped(column)).append("</th>");
    }
    page.append("</tr>\n");
  }

  private static void hopeless(StringBuilder page, Report report) {
    if (report.hopeless().isEmpty()) {
      return;
    }
    page.append("<h2>Heard with every seed instead</h2>\n<ul>\n");
    for (var prompt : report.hopeless()) {
      page.append("<li>").append(escaped(ReportLines.hopeless(prompt))).append("</li>\n");
    }
    page.append("</ul>\n");
  }

  private static void prompts(StringBuilder page, Report report) {
    page.append("<div class=\"wide\"><table>\n");
    header(
        page,
        List.of("Prompt", "Seed", "Kind", "Tempo", "Beat", "Pitch", "Place", "Length", "Sound"));
    for (int i = 0; i < report.judgements().size(); i++) {
      var clip = report.clips().get(i);
      row(page, report.judgements().get(i), clip == null ? "" : player(clip));
    }
    page.append("</table></div>\n");
  }

  private static String player(Clip clip) {
    return "<audio controls preload=\"none\" src=\"" + clip.dataUrl() + "\"></audio>";
  }

  private static void row(StringBuilder page, Judgement j, String player) {
    var claims = j.prompt().claims();
    page.append("<tr><td>").append(escaped(j.prompt().text())).append("</td><td>");
    page.append(j.seed()).append("</td>");
    cell(page, Verdict.of(j.isKindRight()), kind(j));
    cell(page, j.tempo(), heard(j.heard().bpm().orElse(0), claims.bpm().orElse(0), "BPM"));
    cell(page, j.beat(), Math.round(100 * j.heard().steadiness().orElse(0)) + " % on a grid");
    cell(page, j.pitch(), heard(j.heard().pitchHz().orElse(0), claims.pitchHz().orElse(0), "Hz"));
    cell(page, j.place(), ReportLines.words(j.heard().place()));
    cell(page, j.length(), length(j, claims));
    page.append("<td>").append(fault(j)).append(player).append("</td></tr>\n");
  }

  private static void cell(StringBuilder page, Verdict verdict, String text) {
    var style =
        switch (verdict) {
          case RIGHT -> "right";
          case WRONG -> "wrong";
          case NOT_ASKED -> "open";
        };
    page.append("<td class=\"").append(style).append("\">");
    page.append(verdict == Verdict.WRONG ? "✗ " : verdict == Verdict.RIGHT ? "✓ " : "");
    page.append(verdict == Verdict.NOT_ASKED ? "–" : escaped(text)).append("</td>");
  }

  private static String kind(Judgement j) {
    var heard = ReportLines.words(j.kind());
    return j.isKindRight()
        ? heard
        : heard + ", asked for " + ReportLines.words(j.prompt().claims().kind());
  }

  private static String heard(double heard, double asked, String unit) {
    return heard == 0
        ? String.format(Locale.ROOT, "none, asked for %.1f %s", asked, unit)
        : String.format(Locale.ROOT, "%.1f of %.1f %s", heard, asked, unit);
  }

  private static String length(Judgement j, Claims claims) {
    var heard = j.heard();
    return String.format(
        Locale.ROOT,
        "%.2f s, sounds to %.2f, of %.2f",
        heard.seconds(),
        heard.activeEnd(),
        claims.seconds());
  }

  private static String fault(Judgement j) {
    var heard = j.heard();
    if (j.isSound()) {
      return "";
    }
    var fault = heard.isSilent() ? "silent" : heard.isFinite() ? "clipped" : "not a number";
    return "<span class=\"wrong\">" + fault + "</span> ";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
