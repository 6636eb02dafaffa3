package dev.aulos.recipe.sound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CaptionsTest {
  private static final Pattern PIECE = Pattern.compile("[a-z]+|[0-9]+|[^a-z0-9 ]");
  private static final Pattern NOTE =
      Pattern.compile("\\b[a-g](#|b| sharp| flat)? ?[1-6]\\b|[0-9]{2,4} ?(hz|hertz)");

  private static final Pattern KEY =
      Pattern.compile("\\b[a-g](#|b| sharp| flat)? (major|minor)\\b");

  @Test
  void mentionWhatTheyClaim() {
    for (long seed = 0; seed < 5000; seed++) {
      var prompt = SoundWorld.caption(seed);
      String text = prompt.text().toLowerCase(Locale.ROOT);
      var claims = prompt.claims();

      claims.bpm().ifPresent(bpm -> assertThat(text).contains(Integer.toString((int) bpm)));
      assertThat(claims.pitchHz().isPresent()).as(text).isEqualTo(NOTE.matcher(text).find());
      claims
          .archetype()
          .ifPresent(name -> assertThat(says(claims.kind(), name, text)).as(text).isTrue());
      assertThat(claims.key().isPresent()).as(text).isEqualTo(KEY.matcher(text).find());
      claims.key().ifPresent(key -> assertThat(text).contains(key < 12 ? " major" : " minor"));
      claims.place().ifPresent(place -> assertThat(says(place, text)).as(text).isTrue());
      claims.brightness().ifPresent(b -> assertThat(says(b, text)).as(text).isTrue());
      claims.loudness().ifPresent(l -> assertThat(says(l, text)).as(text).isTrue());
    }
  }

  private static boolean says(Kind kind, String archetype, String text) {
    var said =
        Catalogue.of(kind).variants().stream()
            .filter(variant -> Catalogue.archetype(kind, variant).equals(archetype))
            .flatMap(variant -> variant.phrases().stream());
    return said.anyMatch(phrase -> text.contains(phrase.toLowerCase(Locale.ROOT)));
  }

  private static boolean says(Place place, String text) {
    var phrases = new HashSet<>(Words.place(place));
    phrases.addAll(Words.placeComma(place));
    return phrases.stream().anyMatch(text::contains);
  }

  private static boolean says(Brightness brightness, String text) {
    return (brightness == Brightness.DARK ? Words.DARK : Words.BRIGHT)
        .stream().anyMatch(text::contains);
  }

  private static boolean says(Loudness loudness, String text) {
    return (loudness == Loudness.QUIET ? Words.QUIET : Words.LOUD)
        .stream().anyMatch(text::contains);
  }

  @Test
  void areWrittenInFewerThanNineHundredPiecesWithNothingLeftToFillIn() {
    var pieces = new HashSet<String>();
    for (long seed = 0; seed < 20_000; seed++) {
      String text = SoundWorld.caption(seed).text();

      assertThat(text).matches("[A-Za-z0-9#&,. -]{3,120}").doesNotContain("  ", " ,", ",,", "null");
      PIECE.matcher(text.toLowerCase(Locale.ROOT)).results().forEach(m -> pieces.add(m.group()));
    }
    assertThat(pieces).hasSizeBetween(400, 900);
  }

  @Test
  void heldOutPromptsAreManyAndNoneIsAnExample() {
    var texts = new HashSet<String>();
    var claims = new HashSet<Claims>();
    LongStream.range(0, 20_000)
        .mapToObj(SoundWorld::caption)
        .forEach(prompt -> {
          texts.add(prompt.text().toLowerCase(Locale.ROOT));
          claims.add(prompt.claims());
        });
    var heldOut = SoundWorld.heldOut();

    assertThat(heldOut).hasSizeGreaterThanOrEqualTo(340).doesNotHaveDuplicates();
    assertThat(heldOut).extracting(p -> p.claims().kind()).contains(Kind.values());
    var told = heldOut.stream().map(prompt -> prompt.text().toLowerCase(Locale.ROOT)).toList();
    assertThat(told.stream().filter(texts::contains)).isEmpty();
    assertThat(heldOut.stream().filter(prompt -> claims.contains(prompt.claims()))).isEmpty();
  }

  @Test
  void combinationsHeldOutAreNeverDrawn() {
    for (var kind : Kind.values()) {
      for (long seed = 0; seed < 300; seed++) {
        assertThat(Plan.of(seed, kind).isHeldOut()).isFalse();
      }
    }
  }

  @Test
  void articlesFollowTheSpokenWord() {
    assertThat(Words.article("A4 tone")).isEqualTo("an");
    assertThat(Words.article("F# minor chord")).isEqualTo("an");
    assertThat(Words.article("fire alarm")).isEqualTo("a");
    assertThat(Words.article("808 kick")).isEqualTo("an");
    assertThat(Words.article("128 BPM beat")).isEqualTo("a");
    assertThat(Words.article("european ambulance")).isEqualTo("a");
  }
}
