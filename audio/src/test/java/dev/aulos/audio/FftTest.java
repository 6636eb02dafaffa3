package dev.aulos.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FftTest {
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8, 16, 32, 64, 512, 2048})
  void isTheSumOfItsDefinition(int size) {
    var random = new SplittableRandom(size);
    var re = random.doubles(size, -1, 1).toArray();
    var im = random.doubles(size, -1, 1).toArray();
    var foundRe = re.clone();
    var foundIm = im.clone();
    var fft = new Fft(size);
    fft.transform(foundRe, foundIm, new Fft.Scratch(fft));
    for (int k = 0; k < size; k++) {
      double sumRe = 0;
      double sumIm = 0;
      for (int i = 0; i < size; i++) {
        double angle = -2 * Math.PI * ((long) i * k % size) / size;
        sumRe += re[i] * Math.cos(angle) - im[i] * Math.sin(angle);
        sumIm += re[i] * Math.sin(angle) + im[i] * Math.cos(angle);
      }
      assertThat(foundRe[k]).as("%d", k).isCloseTo(sumRe, within(1e-12 * size));
      assertThat(foundIm[k]).as("%d", k).isCloseTo(sumIm, within(1e-12 * size));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 1024, 4096})
  void withPartsSwappedItIsTheInverseTimesTheSize(int size) {
    var random = new SplittableRandom(size);
    var re = random.doubles(size, -1, 1).toArray();
    var im = random.doubles(size, -1, 1).toArray();
    var backRe = re.clone();
    var backIm = im.clone();
    var fft = new Fft(size);
    var scratch = new Fft.Scratch(fft);
    fft.transform(backRe, backIm, scratch);
    fft.transform(backIm, backRe, scratch);
    for (int i = 0; i < size; i++) {
      assertThat(backRe[i] / size).isCloseTo(re[i], within(1e-13));
      assertThat(backIm[i] / size).isCloseTo(im[i], within(1e-13));
    }
  }

  @Test
  void otherSizesAreRefused() {
    for (int size : new int[] {-4, 0, 1, 12}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Fft(size))
          .withMessageContaining("FFT size is " + size + ", expected a power of two");
    }
  }
}
