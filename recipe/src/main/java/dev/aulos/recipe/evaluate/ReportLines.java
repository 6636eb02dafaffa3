package dev.aulos.recipe.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// The rows of a comparison of reports, the same in every presentation.
final class ReportLines {
  private ReportLines() {}

  /// What was measured, and a cell a report.
  record Line(String title, List<String> cells) {}

  static List<Line> of(List<Report> reports) {
    var lines = new ArrayList<Line>();
    lines.add(line("prompts", reports, r -> Integer.toString(r.prompts())));
    lines.add(line("renders", reports, r -> Integer.toString(r.judgements().size())));
    lines.add(share("kind right", reports, Report::kind));
    lines.add(line("  with 95 % certainty", reports, ReportLines::certain));
    if (reports.size() == 2) {
      Paired.of(reports.get(0), reports.get(1)).ifPresent(pair -> lines.addAll(compared(pair)));
    }
    lines.add(share("tempo within 2 % (or half, double)", reports, Report::tempo));
    lines.add(share("even beat (drum loops)", reports, Report::beat));
    lines.add(share("pitch within 50 cents", reports, Report::pitch));
    lines.add(share("stereo place right", reports, Report::place));
    lines.add(share("bright above dark (pairs)", reports, Report::brightness));
    lines.add(share("loud above quiet (pairs)", reports, Report::loudness));
    lines.add(share("length right", reports, Report::length));
    lines.add(line("silent", reports, r -> Integer.toString(r.silent())));
    lines.add(line("not a number", reports, r -> Integer.toString(r.notFinite())));
    lines.add(line("clipped", reports, r -> Integer.toString(r.clipped())));
    lines.add(line("diversity across seeds", reports, ReportLines::diversity));
    lines.add(line("render time per second of sound", reports, ReportLines::time));
    return lines;
  }

  private static String certain(Report report) {
    var interval = report.kind().interval();
    return String.format(Locale.ROOT, "%.1f to %.1f %%", interval.low(), interval.high());
  }

  private static List<Line> compared(Paired pair) {
    return List.of(
        new Line(
            "  prompts right more often",
            List.of(Integer.toString(pair.first()), Integer.toString(pair.second()))),
        new Line("  so different by chance alone", List.of("", chance(100 * pair.chance()))));
  }

  private static String chance(double percent) {
    return percent < 0.1 ? "below 0.1 %" : String.format(Locale.ROOT, "%.1f %%", percent);
  }

  /// A line for each kind that some prompt asks for.
  static List<Line> kinds(List<Report> reports) {
    var lines = new ArrayList<Line>();
    for (var kind : reports.getFirst().kinds().keySet()) {
      lines.add(share(words(kind), reports, r -> r.kinds().getOrDefault(kind, Share.NONE)));
    }
    return lines;
  }

  /// `DRUM_LOOP` as "drum loop".
  static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// What a hopeless prompt asks for, and what is heard.
  static String hopeless(Report.Hopeless prompt) {
    var heard = prompt.heard().stream().distinct().map(ReportLines::words).toList();
    return String.join(", ", heard) + ": " + prompt.prompt();
  }

  static String percent(Share share) {
    return share.of() == 0
        ? "-"
        : String.format(Locale.ROOT, "%.1f %% of %d", share.percent(), share.of());
  }

  private static String diversity(Report report) {
    return report.diversity().isEmpty()
        ? "-"
        : String.format(Locale.ROOT, "%.2f", report.diversity().getAsDouble());
  }

  private static String time(Report report) {
    return String.format(Locale.ROOT, "%.3f s", report.renderTime());
  }

  private static Line share(String title, List<Report> reports, Function<Report, Share> share) {
    return line(title, reports, r -> percent(share.apply(r)));
  }

  private static Line line(String title, List<Report> reports, Function<Report, String> cell) {
    return new Line(title, reports.stream().map(cell).toList());
  }
}
