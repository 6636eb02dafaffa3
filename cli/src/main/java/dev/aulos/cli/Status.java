package dev.aulos.cli;

import dev.aulos.engine.Progress;
import dev.aulos.train.StageWatcher;
import java.time.Duration;
import java.util.Locale;

/// The line that shows how far a generation is: drawn over itself on a terminal, a new line every
/// ten seconds elsewhere, nothing when quiet.
final class Status implements AutoCloseable {
  private static final int BAR = 24;

  private static final int WIDTH = 79;

  private final boolean quiet;
  private final boolean terminal = isTerminal();
  private final boolean blocks = System.err.charset().newEncoder().canEncode("█░");
  private final String full = blocks ? "█" : "#";
  private final String empty = blocks ? "░" : ".";
  private long next;
  private boolean drawn;

  Status(boolean quiet) {
    this.quiet = quiet;
    next = System.nanoTime() + (terminal ? 0 : 2_000_000_000L);
  }

  /// Whether standard error is a terminal that can draw, which the launcher can tell and Java not.
  private static boolean isTerminal() {
    var kind = System.getenv("TERM");
    return Boolean.getBoolean("aulos.terminal") && kind != null && !kind.equals("dumb");
  }

  void show(Progress progress) {
    line(
        what(progress),
        progress.fraction(),
        progress.remaining().map(left -> "  " + clock(left) + " left").orElse(""));
  }

  void show(String what, double fraction) {
    line(what, fraction, "");
  }

  /// Shows `tail` after what is being done.
  void show(String what, double fraction, String tail) {
    line(what, fraction, "  " + tail);
  }

  /// Shows of any stage how many of its pieces are done.
  StageWatcher counting() {
    var pace = new Pace();
    return (stage, done, total) ->
        show(
            stage + " " + done + "/" + total, (double) done / total, pace.left(stage, done, total));
  }

  private void line(String what, double fraction, String tail) {
    long now = System.nanoTime();
    if (quiet || now < next) {
      return;
    }
    next = now + (terminal ? 100_000_000L : 10_000_000_000L);
    int done = (int) Math.round(Math.min(1, fraction) * BAR);
    var bar = full.repeat(done) + empty.repeat(BAR - done);
    var text = String.format(Locale.ROOT, "%s %3.0f %%  %s%s", bar, 100 * fraction, what, tail);
    if (terminal) {
      System.err.print("\r\u001b[K" + text.substring(0, Math.min(WIDTH, text.length())));
      drawn = true;
    } else {
      System.err.println(text);
    }
  }

  private static String what(Progress progress) {
    return switch (progress.phase()) {
      case TEXT -> "reading the prompt";
      case INIT -> "encoding the input";
      case SAMPLING -> "step " + progress.step() + "/" + progress.steps();
      case DECODING -> "decoding";
      case DONE -> "done";
    };
  }

  static String clock(Duration time) {
    long seconds = Math.max(0, Math.round(time.toMillis() / 1e3));
    return seconds < 60
        ? seconds + " s"
        : String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60);
  }

  @Override
  public void close() {
    if (drawn) {
      System.err.print("\r\u001b[K");
    }
  }
}
