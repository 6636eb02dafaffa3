package dev.aulos.recipe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonParser;
import dev.aulos.recipe.sound.Brightness;
import dev.aulos.recipe.sound.Claims;
import dev.aulos.recipe.sound.Kind;
import dev.aulos.recipe.sound.Loudness;
import dev.aulos.recipe.sound.Place;
import dev.aulos.recipe.sound.Prompt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A renderer of our own that is right or wrong in known ways, and a classifier that knows tones
/// from noise.
class EvaluationTest {
  private static KindClassifier classifier;
  private static Report report;

  @BeforeAll
  static void fitAClassifierOfToneAndNoiseAndEvaluate() {
    var sounds = new ArrayList<KindFitting.Labelled>();
    for (int i = 0; i < 8; i++) {
      var tone = Synthetic.tone(Synthetic.Wave.values()[i % 4], 110 + 70 * i, 0.25);
      var noise = Synthetic.noise(i, 0.25);
      sounds.add(labelled(tone, Kind.TONE));
      sounds.add(labelled(noise, Kind.NOISE));
    }
    classifier = new KindFitting(8, 150, 1e-2f, 1e-3f, 0.1f).fit(sounds, 3);
    report =
        Evaluation.of(PROMPTS, classifier)
            .withSeeds(5, 2)
            .run("a test", EvaluationTest::render, (done, total, prompt) -> {});
  }

  private static KindFitting.Labelled labelled(float[] x, Kind kind) {
    return new KindFitting.Labelled(Measurement.of(Synthetic.both(x)).features(), kind);
  }

  private static Prompt prompt(
      String text,
      Kind kind,
      double pitchHz,
      Optional<Place> place,
      Optional<Brightness> brightness,
      Optional<Loudness> loudness) {
    var plain = Claims.of(kind, 0.3);
    var tuned = pitchHz == 0 ? plain : plain.withPitchHz(pitchHz);
    var placed = place.map(tuned::with).orElse(tuned);
    var tilted = brightness.map(placed::with).orElse(placed);
    return new Prompt(text, loudness.map(tilted::with).orElse(tilted));
  }

  private static Prompt plain(String text, Kind kind, double pitchHz) {
    return prompt(text, kind, pitchHz, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static final List<Prompt> PROMPTS =
      List.of(
          plain("a tone at 440 Hz", Kind.TONE, 440),
          plain("a tone at 300 Hz", Kind.TONE, 330), // what is rendered is not what is asked
          plain("noise", Kind.NOISE, 0),
          plain("a <b>\"tone\" & that's it", Kind.NOISE, 0),
          prompt(
              "noise left",
              Kind.NOISE,
              0,
              Optional.of(Place.LEFT),
              Optional.empty(),
              Optional.of(Loudness.QUIET)),
          prompt(
              "noise right",
              Kind.NOISE,
              0,
              Optional.of(Place.LEFT),
              Optional.empty(),
              Optional.of(Loudness.LOUD)),
          prompt(
              "a dark tone at 220 Hz",
              Kind.TONE,
              220,
              Optional.empty(),
              Optional.of(Brightness.DARK),
              Optional.empty()),
          prompt(
              "a bright tone at 220 Hz",
              Kind.TONE,
              220,
              Optional.empty(),
              Optional.of(Brightness.BRIGHT),
              Optional.empty()));

  private static float[][] render(String text, double seconds, long seed) {
    if (text.contains("tone")) {
      double hertz = text.contains("440") ? 440 : text.contains("300") ? 300 : 220;
      var wave = text.contains("dark") ? Synthetic.Wave.SINE : Synthetic.Wave.SAW;
      return Synthetic.both(Synthetic.tone(wave, hertz, seconds));
    }
    double right = text.contains("left") ? 0 : text.contains("right") ? 1 : 0.5;
    return Synthetic.panned(Synthetic.noise(seed, seconds), right);
  }

  @Test
  void countsWhatIsRightOfWhatWasAsked() {
    assertThat(report.prompts()).isEqualTo(8);
    assertThat(report.judgements()).hasSize(16);
    assertThat(report.kind()).isEqualTo(new Share(7, 8));
    assertThat(report.kinds().get(Kind.NOISE)).isEqualTo(new Share(3, 4));
    assertThat(report.pitch()).isEqualTo(new Share(3, 4));
    assertThat(report.place()).isEqualTo(new Share(1, 2));
    assertThat(report.brightness()).isEqualTo(new Share(1, 1));
    assertThat(report.loudness()).isEqualTo(new Share(0, 1));
    assertThat(report.tempo().of()).isZero();
    assertThat(report.length()).isEqualTo(new Share(8, 8));
    assertThat(report.silent() + report.notFinite() + report.clipped()).isZero();
    assertThat(report.confusions()).containsExactly(new Report.Confusion(Kind.NOISE, Kind.TONE, 1));
  }

  @Test
  void roundsAreSeedsOfAllPrompts() {
    var evaluation = Evaluation.of(PROMPTS, classifier).withSeeds(5, 2).withRounds(3);
    var twice = evaluation.run("x", EvaluationTest::render, (done, total, prompt) -> {});
    assertThat(evaluation.renders()).isEqualTo(24);
    assertThat(twice.judgements()).hasSize(24);
    assertThat(twice.prompts()).isEqualTo(8);
    assertThat(twice.kind()).isEqualTo(new Share(21, 24, 8)); // its renders do not depend on seeds
    assertThat(twice.kind().interval()).isEqualTo(new Share(7, 8).interval());
    assertThat(Paired.of(twice, twice)).hasValue(new Paired(0, 0));
    var wrong = PROMPTS.stream().filter(p -> !isRight(twice, p.text())).findFirst().orElseThrow();
    var tones = List.of(Kind.TONE, Kind.TONE, Kind.TONE);
    assertThat(twice.hopeless()).containsExactly(new Report.Hopeless(wrong.text(), tones));
    assertThat(ReportText.of(List.of(twice)))
        .contains("heard with every seed instead: x\n  tone: " + wrong.text());
    assertThat(ReportHtml.of(List.of(twice)))
        .contains("<h2>Heard with every seed instead</h2>", "<li>tone: a &lt;b&gt;");
    assertThat(report.hopeless()).isEmpty(); // one seed of each says nothing of others
    assertThat(ReportText.of(List.of(report))).doesNotContain("every seed");
    assertThat(Evaluation.of(PROMPTS, classifier).withSeeds(5, 4).withRounds(3).renders())
        .isEqualTo(32);
    assertThatThrownBy(() -> evaluation.withRounds(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rounds is 0");
  }

  private static boolean isRight(Report of, String prompt) {
    return of.judgements().stream()
        .filter(j -> j.prompt().text().equals(prompt))
        .allMatch(Judgement::isKindRight);
  }

  /// Groups of two that are right or wrong together count once, groups that are half right twice.
  @Test
  void rendersOfAPromptCountForWhatTheyTell() {
    var together = Collections.nCopies(30, new Share(2, 2));
    var never = Collections.nCopies(10, new Share(0, 2));
    var alike = Share.ofGroups(Stream.concat(together.stream(), never.stream()).toList());
    assertThat(alike.right()).isEqualTo(60);
    assertThat(alike.of()).isEqualTo(80);
    assertThat(alike.independent()).isEqualTo(40);
    assertThat(Share.ofGroups(Collections.nCopies(40, new Share(1, 2))).independent())
        .isEqualTo(80);
    assertThat(Share.ofGroups(together)).isEqualTo(new Share(60, 60, 30));
    var mixed = List.of(new Share(2, 2), new Share(1, 2), new Share(0, 2), Share.NONE);
    assertThat(Share.ofGroups(mixed).independent()).isCloseTo(3, within(1e-9));
    var half = List.of(new Share(2, 2), new Share(1, 2), new Share(1, 2), new Share(0, 2));
    assertThat(Share.ofGroups(half).independent()).isCloseTo(6, within(1e-9));
    assertThat(Share.ofGroups(List.of(Share.NONE))).isEqualTo(Share.NONE);
  }

  @Test
  void saysHowCertainAShareIs() { // figures of a table of Wilson intervals
    var eight = new Share(7, 8).interval();
    assertThat(eight.low()).isCloseTo(52.9, within(0.05));
    assertThat(eight.high()).isCloseTo(97.8, within(0.05));
    assertThat(new Share(10, 10).interval().high()).isCloseTo(100, within(1e-9));
    assertThat(new Share(0, 10).interval().low()).isCloseTo(0, within(1e-9));
    assertThat(ReportText.of(List.of(report))).contains("52.9 to 97.8 %");
  }

  @Test
  void comparesTwoModelsOnTheSamePrompts() {
    Renderer toneless =
        (text, seconds, seed) ->
            text.contains("dark")
                ? Synthetic.both(Synthetic.noise(seed, seconds))
                : render(text, seconds, seed);
    var other =
        Evaluation.of(PROMPTS, classifier).withSeeds(5, 2).run("y", toneless, (d, t, p) -> {});
    assertThat(Paired.of(report, other)).hasValue(new Paired(1, 0));
    assertThat(ReportText.of(List.of(report, other)))
        .contains("prompts right more often", "so different by chance");
    assertThat(ReportText.of(List.of(report))).doesNotContain("right more often");
    var fewer = Evaluation.of(PROMPTS.subList(0, 4), classifier).withSeeds(5, 2);
    assertThat(Paired.of(report, fewer.run("z", toneless, (d, t, p) -> {}))).isEmpty();
  }

  @Test
  void tellsADifferenceFromChance() {
    assertThat(new Paired(5, 12).chance()).isCloseTo(2 * 9402 / 131_072.0, within(1e-12));
    assertThat(new Paired(0, 0).chance()).isEqualTo(1);
    assertThat(new Paired(8, 8).chance()).isEqualTo(1);
    assertThat(new Paired(30, 2).chance()).isEqualTo(new Paired(2, 30).chance()).isLessThan(1e-6);
  }

  @Test
  void findsLessDiversityInOnePromptThanAcrossPrompts() {
    assertThat(report.diversity().orElseThrow()).isBetween(0.001, 0.5);
  }

  @Test
  void countsFaults() {
    var prompts = List.of(PROMPTS.get(2), PROMPTS.get(4), PROMPTS.get(5));
    Renderer faulty =
        (text, seconds, seed) ->
            switch (text) {
              case "noise" -> new float[2][13_230];
              case "noise left" -> Synthetic.both(Synthetic.mono(seconds, i -> Float.NaN));
              default -> Synthetic.both(Synthetic.mono(seconds / 2, i -> i % 2 == 0 ? 1 : -1));
            };
    var faults = Evaluation.of(prompts, classifier).run("faulty", faulty, (d, t, p) -> {});

    assertThat(faults.silent()).isEqualTo(2);
    assertThat(faults.notFinite()).isEqualTo(1);
    assertThat(faults.clipped()).isEqualTo(1);
    assertThat(faults.length()).isEqualTo(new Share(0, 3));
    assertThat(faults.diversity()).isEmpty();
    assertThat(ReportHtml.of(List.of(faults))).contains("silent", "clipped", "not a number");
  }

  @Test
  void tellsOfEachRender() {
    var told = new ArrayList<String>();
    Evaluation.of(PROMPTS.subList(0, 2), classifier)
        .withSeeds(1, 2)
        .run("x", EvaluationTest::render, (done, total, prompt) -> told.add(done + "/" + total));

    assertThat(told).containsExactly("1/4", "2/4", "3/4", "4/4");
  }

  @Test
  void fitsTheTerminal() {
    for (var reports : List.of(List.of(report), List.of(report, report, report))) {
      var text = ReportText.of(reports);

      assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
      assertThat(text).contains("kind right", "87.5 % of 8", "1 × noise, but tone");
    }
  }

  @Test
  void escapesAndEmbedsOnThePage() {
    var page = ReportHtml.of(List.of(report));

    assertThat(page)
        .contains("a &lt;b&gt;&quot;tone&quot; &amp; that&#39;s it", "prefers-color-scheme: dark")
        .doesNotContain("<b>", "http");
    assertThat(page.split("data:audio/wav;base64,UklGR", -1)).hasSize(1 + PROMPTS.size());
  }

  @Test
  void writesFiguresForPrograms() {
    var json = JsonParser.parseString(ReportJson.of(List.of(report))).getAsJsonObject();
    var written = json.getAsJsonArray("reports").get(0).getAsJsonObject();

    assertThat(written.getAsJsonObject("kind").get("percent").getAsDouble())
        .isCloseTo(87.5, within(1e-9));
    assertThat(written.getAsJsonObject("tempo").has("percent")).isFalse();
    assertThat(written.getAsJsonArray("items")).hasSize(16);
    var item = written.getAsJsonArray("items").get(0).getAsJsonObject();
    assertThat(item.get("pitchHz").getAsDouble()).isCloseTo(440, within(2.0));
    assertThat(item.get("pitchVerdict").getAsString()).isEqualTo("RIGHT");
  }

  @Test
  void keepsAtMostFortySounds() {
    var prompts = new ArrayList<Prompt>();
    for (int i = 0; i < 50; i++) {
      prompts.add(plain("noise " + i, Kind.NOISE, 0));
    }
    var evaluation = Evaluation.of(prompts, classifier).withSeeds(1, 2);
    var many = evaluation.run("x", (t, s, seed) -> new float[2][100], (done, total, prompt) -> {});

    assertThat(evaluation.renders()).isEqualTo(50 + 40);
    assertThat(many.clips()).hasSize(40);
    assertThat(many.prompts()).isEqualTo(50);
  }

  @Test
  void refusesNothing() {
    assertThatThrownBy(() -> Evaluation.of(List.of(), classifier))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no prompts");
    assertThatThrownBy(() -> Evaluation.of(PROMPTS, classifier).withSeeds(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("seeds is 0");
    assertThatThrownBy(() -> ReportText.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 reports");
  }
}
