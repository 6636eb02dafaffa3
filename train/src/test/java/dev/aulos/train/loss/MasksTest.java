package dev.aulos.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MasksTest {
  private static final int FRAMES = 40;
  private static final int REAL = 30;

  @Test
  void marksTheSoundOfEveryItem() {
    var mask = PaddingMask.of(4, 0, 2, 4);
    assertThat(mask.shape()).containsExactly(3, 4);
    assertThat(mask.toFloats()).containsExactly(0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PaddingMask.of(4, 3, 5))
        .withMessageContaining("item 1 has 5 frames");
  }

  @Test
  void countsSomeOfTheSilenceAfterASoundAsPartOfIt() {
    var random = new Random(1);
    var lengths =
        IntStream.range(0, 4000).map(i -> PaddingMask.extended(10, 1000, 20, random)).toArray();
    assertThat(Arrays.stream(lengths).average().orElseThrow()).isCloseTo(30, within(1.5));
    assertThat(Arrays.stream(lengths).allMatch(n -> n >= 10 && n <= 1000)).isTrue();
    assertThat(PaddingMask.extended(10, 12, 1e9, random)).isEqualTo(12);
    assertThatIllegalArgumentException().isThrownBy(() -> PaddingMask.extended(13, 12, 1, random));
  }

  @Test
  void makesMostItemsWholeAndTheOthersInPart() {
    var items = items(InpaintMask.published(), 4000);
    long whole = Arrays.stream(items).filter(item -> kept(item, 0, FRAMES) == 0).count();
    assertThat(whole / 4000.0).isCloseTo(0.8, within(0.03));
  }

  @Test
  void continuesFromABeginning() {
    for (var item : items(new InpaintMask(0, 0, 1, 0, 1, false), 200)) {
      int begin = kept(item, 0, REAL);
      assertThat(kept(item, 0, begin)).isEqualTo(begin);
      assertThat(kept(item, REAL, FRAMES)).isEqualTo(FRAMES - REAL);
    }
  }

  @Test
  void fillsInSegmentsOfTheSoundAlone() {
    for (var item : items(new InpaintMask(1, 0, 0, 0, 10, false), 200)) {
      assertThat(kept(item, 0, REAL)).isLessThan(REAL);
      assertThat(kept(item, REAL, FRAMES)).isEqualTo(FRAMES - REAL);
    }
  }

  @Test
  void makesAShareOfTheSoundInSpansThatDoNotOverlap() {
    for (var item : items(new InpaintMask(0, 0, 0, 1, 1, true), 500)) {
      int made = REAL - kept(item, 0, REAL);
      assertThat(made).isBetween((int) (0.2 * REAL), REAL);
      assertThat(kept(item, REAL, FRAMES)).isZero();
      long spans =
          IntStream.range(0, REAL)
              .filter(i -> item[i] == 0 && (i == 0 || item[i - 1] == 1))
              .count();
      assertThat(spans).isBetween(1L, 4L);
    }
  }

  @Test
  void drawsTheSameMasksFromTheSameSeed() {
    var masks = InpaintMask.published().hidingPadding();
    assertThat(masks.draw(FRAMES, new Random(2), 5, 0, REAL, FRAMES).toFloats())
        .isEqualTo(masks.draw(FRAMES, new Random(2), 5, 0, REAL, FRAMES).toFloats());
  }

  @Test
  void rejectsSharesThatDoNotAddUp() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InpaintMask(0.5, 0.5, 0.5, 0, 10, false))
        .withMessageContaining("a sum of 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InpaintMask(1, 0, 0, 0, 0, false))
        .withMessageContaining("mostSegments");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InpaintMask.published().draw(4, new Random(3), 5))
        .withMessageContaining("item 0 has 5 frames");
  }

  private static float[][] items(InpaintMask masks, int count) {
    var real = new int[count];
    Arrays.fill(real, REAL);
    var drawn = masks.draw(FRAMES, new Random(4), real);
    assertThat(drawn.shape()).containsExactly(count, 1, FRAMES);
    var all = drawn.toFloats();
    return IntStream.range(0, count)
        .mapToObj(i -> Arrays.copyOfRange(all, i * FRAMES, (i + 1) * FRAMES))
        .toArray(float[][]::new);
  }

  private static int kept(float[] item, int from, int to) {
    int kept = 0;
    for (int i = from; i < to; i++) {
      kept += (int) item[i];
    }
    return kept;
  }
}
