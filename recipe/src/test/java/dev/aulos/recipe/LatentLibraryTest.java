package dev.aulos.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.train.Latents;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatentLibraryTest {
  private static final List<String> CAPTIONS = List.of("a", "b", "c");
  private static final List<OptionalDouble> TEMPOS =
      List.of(OptionalDouble.of(90), OptionalDouble.empty(), OptionalDouble.of(120));

  /// Two channels, whose values are the number of the frame, in the second from 1000 on.
  private static LatentLibrary.Spoken sound(int frames, boolean hasBeats) {
    var values = new float[2 * frames];
    for (int i = 0; i < values.length; i++) {
      values[i] = i < frames ? i : 1000 + i - frames;
    }
    return new LatentLibrary.Spoken(frames, values, CAPTIONS, TEMPOS, 3.5, hasBeats);
  }

  @Test
  void otherCaptionsThanTheFirstStandForTheBeginning() {
    var items = sound(75, false).items();
    assertThat(items).extracting(Latents.Held::caption).isEqualTo(CAPTIONS);
    assertThat(items).extracting(Latents.Held::frames).containsExactly(75, 32, 32);
    assertThat(items).extracting(Latents.Held::seconds).containsOnly(3.5);
    assertThat(items).extracting(Latents.Held::tempo).isEqualTo(TEMPOS);
    var cut = items.get(1).values();
    assertThat(cut).hasSize(64);
    for (int i = 0; i < 32; i++) {
      assertThat(cut[i]).isEqualTo(i);
      assertThat(cut[32 + i]).isEqualTo(1000 + i);
    }
  }

  /// All items of a sound are on one side.
  @Test
  void theLastSoundOfFiftyIsHeldOut() {
    var sounds = IntStream.rangeClosed(1, 101).mapToObj(frames -> sound(frames, true)).toList();
    var parted = LatentLibrary.Parted.of(sounds);
    assertThat(parted.trained().size()).isEqualTo(99 * 3);
    assertThat(parted.trained().frames(99 * 3 - 1)).isEqualTo(99);
    var heldOut = parted.heldOut().orElseThrow();
    assertThat(heldOut.size()).isEqualTo(2 * 3);
    assertThat(heldOut.frames(0)).isEqualTo(100);
    assertThat(LatentLibrary.Parted.of(sounds.subList(0, 49)).heldOut()).isEmpty();
  }

  @Test
  void beatsAreNeverCut() {
    assertThat(sound(75, true).items()).extracting(Latents.Held::frames).containsOnly(75);
  }

  @Test
  void shortSoundsAreWhole() {
    assertThat(sound(20, false).items()).extracting(Latents.Held::frames).containsOnly(20);
  }
}
