package dev.aulos.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/// A run as one page that needs nothing else: where it is, a chart of each of its numbers, and the
/// sounds it made on the way.
final class RunReport {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 200;
  private static final int LEFT = 64;
  private static final int BOTTOM = 24;
  private static final int TOP = 8;
  private static final int POINTS = 300;

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Training</title>
      <style>
      :root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --rule: #d7dce1;
        --soft: #5b6570; --line: #0b62c4; }
      @media (prefers-color-scheme: dark) {
        :root { --ink: #e6e9ec; --paper: #14171a; --rule: #333a41; --soft: #9aa4ae;
          --line: #6cb2ff; }
      }
      body { margin: 2rem auto; max-width: 84rem; padding: 0 1rem; color: var(--ink);
        background: var(--paper); font: 15px/1.5 system-ui, sans-serif; }
      h1, h2 { font-weight: 600; line-height: 1.2; }
      .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(22rem, 1fr));
        gap: 1rem 2rem; }
      figure { margin: 0; }
      figcaption { color: var(--soft); }
      svg { width: 100%; height: auto; }
      svg text { fill: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; }
      .grid { stroke: var(--rule); }
      .curve { fill: none; stroke: var(--line); stroke-width: 1.5; }
      .demo { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; }
      audio { height: 2rem; width: 16rem; }
      </style>
      </head>
      <body>
      """;

  private RunReport() {}

  /// Writes the page, which appears whole or not at all.
  ///
  /// @param demos what was made on the way
  static void write(Path file, Curves curves, long step, long steps, List<Demos.Made> demos)
      throws IOException {
    var page = new StringBuilder(HEAD);
    page.append(String.format(Locale.ROOT, "<h1>Step %d of %d</h1>%n", step, steps));
    page.append("<div class=\"charts\">\n");
    for (var name : curves.names()) {
      chart(page, name, curves.points(name, POINTS));
    }
    page.append("</div>\n");
    demos(page, demos);
    var draft = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(draft, page.append("</body>\n</html>\n"));
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void demos(StringBuilder page, List<Demos.Made> demos) {
    if (demos.isEmpty()) {
      return;
    }
    page.append("<h2>Sounds, the newest first</h2>\n");
    long step = -1;
    for (var demo : demos.reversed()) {
      if (demo.step() != step) {
        step = demo.step();
        page.append("<h3>After step ").append(step).append("</h3>\n");
      }
      page.append("<p class=\"demo\"><audio controls preload=\"none\" src=\"")
          .append(escaped(demo.file()))
          .append("\"></audio><span>")
          .append(escaped(demo.prompt()))
          .append("</span></p>\n");
    }
  }

  private static void chart(StringBuilder page, String name, List<Curves.Point> points) {
    var scale = Scale.of(points);
    page.append("<figure><figcaption>").append(escaped(name));
    page.append(String.format(Locale.ROOT, ": %.4g</figcaption>%n", points.getLast().value()));
    page.append(
        String.format(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s by step\">%n",
            WIDTH, HEIGHT, escaped(name)));
    for (int i = 0; i <= 4; i++) {
      double value = scale.low + (scale.high - scale.low) * i / 4;
      double y = scale.y(value);
      page.append(
          String.format(
              Locale.ROOT,
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                  + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.3g</text>%n",
              LEFT,
              WIDTH,
              y,
              y,
              LEFT - 6,
              y + 4,
              value));
    }
    page.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\">%d</text><text x=\"%d\" y=\"%d\""
                + " text-anchor=\"end\">%d</text>%n",
            LEFT,
            HEIGHT - 6,
            scale.first,
            WIDTH,
            HEIGHT - 6,
            scale.last));
    page.append("<polyline class=\"curve\" points=\"");
    for (var point : points) {
      if (Double.isFinite(point.value())) {
        page.append(
            String.format(
                Locale.ROOT, "%.1f,%.1f ", scale.x(point.step()), scale.y(point.value())));
      }
    }
    page.append("\"/></svg></figure>\n");
  }

  /// Where steps and values lie in a chart.
  private record Scale(long first, long last, double low, double high) {
    static Scale of(List<Curves.Point> points) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (var point : points) {
        if (Double.isFinite(point.value())) {
          low = Math.min(low, point.value());
          high = Math.max(high, point.value());
        }
      }
      if (low > high) {
        low = 0;
        high = 0;
      }
      double least = Math.max(1e-9, Math.abs(high) * 1e-6);
      return new Scale(
          points.getFirst().step(), points.getLast().step(), low, Math.max(high, low + least));
    }

    double x(long step) {
      return LEFT + (double) (step - first) / Math.max(1, last - first) * (WIDTH - LEFT);
    }

    double y(double value) {
      return TOP + (high - value) / (high - low) * (HEIGHT - TOP - BOTTOM);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
