package dev.aulos.recipe.sound;

import dev.aulos.recipe.sound.Instruments.Stroke;
import java.util.List;

/// Drum loops: bars of sixteen steps.
final class Grooves {
  /// A bar: `x` strikes, `o` strikes open, `g` strikes softly; of two bars, the second answers.
  private record Style(String kit, double swing, List<String> kick, String snare, String hat) {}

  private Grooves() {}

  private static Style style(String name) {
    return switch (name) {
      case "rock" ->
          new Style(
              "acoustic",
              0,
              List.of("x.......x.x.....", "x.....x.x......."),
              "....x.......x...",
              "x.x.x.x.x.x.x.x.");
      case "techno", "analog techno" ->
          new Style(
              "techno", 0, List.of("x...x...x...x..."), "............c...", "g.o.g.o.g.o.g.o.");
      case "house", "house music" ->
          new Style(
              "house", 0.1, List.of("x...x...x...x..."), "....c.......c...", "g.o.g.o.ggo.g.og");
      case "hip hop" ->
          new Style(
              "808",
              0.16,
              List.of("x......x..x.....", "x.x.......x....."),
              "....x.......x...",
              "x.x.x.x.x.x.x.x.");
      case "breakbeat" ->
          new Style(
              "acoustic",
              0.05,
              List.of("x.x.......xx....", "x.x.......x..x.."),
              "....x..g.g..x..g",
              "x.x.x.x.x.x.x.x.");
      case "drum and bass" ->
          new Style(
              "acoustic",
              0,
              List.of("x.........x.....", "x..x......x....."),
              "....x.......x...",
              "x.x.x.x.x.x.x.x.");
      case "trap" ->
          new Style(
              "808",
              0,
              List.of("x......x..x.....", "x.....x...x....."),
              "........c.......",
              "x.x.x.xxx.x.xxx.");
      case "disco" ->
          new Style(
              "acoustic", 0, List.of("x...x...x...x..."), "....x.......x...", "xxo.xxo.xxo.xxo.");
      case "funk" ->
          new Style(
              "acoustic",
              0.08,
              List.of("x.x....x..x.....", "x..x...x..x....."),
              "....x..g.g..x...",
              "xgxgxgxgxgxgxgxg");
      case "reggae" ->
          new Style(
              "acoustic", 0.1, List.of("........x......."), "........x.......", "x.x.x.x.x.x.x.x.");
      default ->
          new Style(
              "electronic",
              0,
              List.of("x...x...x...x...", "x.....x.x..x...."),
              "....x.......x...",
              "x.x.x.x.x.x.x.x.");
    };
  }

  static float[] render(Plan plan, Dice dice) {
    String name = plan.variant().name();
    var style = style(name);
    var x = new float[plan.samples()];
    double step = 15.0 / plan.bpm();
    var kit = Kit.of(style.kit(), dice);
    String kick = dice.pick(style.kick());
    for (int i = 0; i * step < plan.seconds(); i++) {
      double late = (i & 1) == 1 ? style.swing() * step : 0;
      double at = i * step + late;
      strike(x, kick.charAt(i & 15), kit.kick(), kit.kick(), at, 1, dice);
      strike(x, style.snare().charAt(i & 15), kit.snare(), kit.clap(), at, 0.75, dice);
      strike(x, style.hat().charAt(i & 15), kit.hat(), kit.open(), at, accent(i), dice);
    }
    if (name.equals("analog techno") || name.equals("house music")) {
      bass(x, plan, name.equals("house music"), dice);
    }
    return x;
  }

  private static double accent(int step) {
    return (step & 3) == 0 ? 0.4 : 0.28;
  }

  private static void strike(
      float[] x, char mark, float[] hit, float[] other, double at, double gain, Dice dice) {
    if (mark == '.') {
      return;
    }
    double strength = gain * dice.about(1, 0.08) * (mark == 'g' ? 0.4 : 1);
    double jitter = dice.uniform(0, 0.0025);
    Channel.mix(
        x, mark == 'o' || mark == 'c' ? other : hit, Channel.samples(at + jitter), strength);
  }

  /// A bass line off the beat.
  private static void bass(float[] x, Plan plan, boolean house, Dice dice) {
    int root = 33 + dice.below(8);
    double step = 15.0 / plan.bpm();
    int[] line = house ? new int[] {0, 0, 3, 0, 7, 0, 5, 3} : new int[] {0, 0, 0, 12, 0, 0, 3, 0};
    for (int i = 0; (i + 0.5) * 4 * step < plan.seconds(); i++) {
      int at = Channel.samples((i * 4 + 2) * step);
      double hz = Pitch.hz(root + line[i % line.length]);
      var note = new Stroke(at, Channel.samples(1.5 * step), hz, 0.55);
      Solo.filtered(x, note, house ? Waveform.SQUARE : Waveform.SAW, 2, 8, 0.09);
    }
  }

  /// The drums of a style, each computed once.
  private record Kit(float[] kick, float[] snare, float[] clap, float[] hat, float[] open) {
    static Kit of(String name, Dice dice) {
      boolean acoustic = name.equals("acoustic");
      String kick = acoustic ? "acoustic" : name.equals("808") ? "808" : "punchy";
      return new Kit(
          Drums.kick(kick, dice),
          Drums.snare(acoustic ? "acoustic" : "electronic", dice),
          Drums.clap(false, dice),
          Drums.hat(false, dice),
          shortened(Drums.hat(true, dice)));
    }

    private static float[] shortened(float[] open) {
      var x = java.util.Arrays.copyOf(open, Channel.samples(0.22));
      Channel.fade(x, 0, 0.08);
      return x;
    }
  }
}
