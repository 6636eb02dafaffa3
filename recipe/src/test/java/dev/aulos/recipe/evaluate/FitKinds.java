package dev.aulos.recipe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.recipe.evaluate.KindFitting.Labelled;
import dev.aulos.recipe.sound.Kind;
import dev.aulos.recipe.sound.SoundWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Fits [KindClassifier#shipped] anew, as is due when the generator or the features change; no part
/// of a plain build, as its name does not end in `Test`. Some eight minutes on two idle cores:
/// `./mvnw -pl recipe test -Dtest=FitKinds`
class FitKinds {
  private static final Path SHIPPED =
      Path.of(
          System.getProperty("aulos.root"),
          "recipe/src/main/resources/dev/aulos/recipe/evaluate/kinds.bin");
  private static final int PER_KIND = 80;
  private static final int FRESH = 20;
  private static final long FRESH_SEED = TrueSounds.FIRST_SEED + (1L << 30);

  @Test
  void tellsFreshSoundsApart() throws IOException {
    var known = sounds(PER_KIND, TrueSounds.FIRST_SEED).stream().map(Sound::labelled).toList();
    var classifier = KindFitting.usual().fit(known, 1);
    Files.createDirectories(SHIPPED.getParent());
    try (var out = Files.newOutputStream(SHIPPED)) {
      classifier.write(out);
    }
    var fresh = sounds(FRESH, FRESH_SEED);
    double clean = right(classifier, fresh, State.CLEAN);
    double rough = right(classifier, fresh, State.ROUGHENED);
    double recoded = right(classifier, fresh, State.RECODED);
    System.out.printf(
        "kinds right: %.1f %%, roughened %.1f %%, recoded %.1f %%%n",
        100 * clean, 100 * rough, 100 * recoded);

    assertThat(clean).isGreaterThan(0.97);
    assertThat(rough).isGreaterThan(0.93);
    assertThat(recoded).isGreaterThan(0.93);
  }

  private enum State {
    CLEAN,
    ROUGHENED,
    RECODED
  }

  private record Sound(Labelled labelled, State state) {}

  /// So many of each kind, with a roughened and a recoded copy of each.
  private static List<Sound> sounds(int perKind, long first) {
    return IntStream.range(0, perKind * Kind.values().length)
        .parallel()
        .boxed()
        .flatMap(i -> thrice(i, first).stream())
        .toList();
  }

  private static List<Sound> thrice(int i, long first) {
    var kind = Kind.values()[i % Kind.values().length];
    long seed = TrueSounds.seed(first, kind, i / Kind.values().length);
    var samples = SoundWorld.example(seed, kind).samples();
    var rough = new Roughening(new Random(seed)).apply(samples);
    var recoded = new Recoding(new Random(seed)).apply(samples);
    return List.of(
        sound(samples, kind, State.CLEAN),
        sound(rough, kind, State.ROUGHENED),
        sound(recoded, kind, State.RECODED));
  }

  private static Sound sound(float[][] samples, Kind kind, State state) {
    return new Sound(new Labelled(Measurement.of(samples).features(), kind), state);
  }

  private static double right(KindClassifier classifier, List<Sound> all, State state) {
    var sounds = all.stream().filter(sound -> sound.state == state).toList();
    var confusions = new TreeMap<String, Integer>();
    for (var sound : sounds) {
      var asked = sound.labelled().kind();
      var heard = classifier.tell(sound.labelled().features());
      if (asked != heard) {
        confusions.merge(asked + " taken for " + heard, 1, Integer::sum);
      }
    }
    System.out.println(confusions);
    int wrong = confusions.values().stream().mapToInt(Integer::intValue).sum();
    return 1 - wrong / (double) sounds.size();
  }
}
