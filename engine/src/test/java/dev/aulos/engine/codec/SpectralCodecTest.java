package dev.aulos.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.audio.SpectralLayout;
import dev.aulos.engine.noise.TorchRandom;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Scope;
import dev.aulos.models.config.UnsupportedModelException;
import dev.aulos.models.same.SpectralConfig;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class SpectralCodecTest {
  private static final Cancellation NONE = Cancellation.none();

  private static SpectralCodec codec() {
    var config = SameSketch.spectral();
    return new SpectralCodec(
        new ReferenceBackend(), config, SameSketch.weights(config.network()), Scope.root());
  }

  private static float[] left(SpectralCodec codec, NdArray latents, long start, long end) {
    return left(codec.decode(latents, 0, start, end), (int) (end - start));
  }

  private static float[] left(Codec.SoundStream stream, int length) {
    var all = FloatBuffer.allocate(length);
    boolean more = true;
    while (more) {
      more =
          stream.advance(
              (samples, frames) -> {
                assertThat(samples.remaining()).isEqualTo(2 * frames);
                var piece = new float[frames];
                samples.get(piece);
                all.put(piece);
              },
              NONE);
    }
    assertThat(stream.position()).isEqualTo(length);
    assertThat(stream.fraction()).isEqualTo(1);
    assertThat(all.remaining()).isZero();
    return all.array();
  }

  @Test
  void aPartIsThatPartOfTheWhole() {
    try (var codec = codec()) {
      var latents = SameSketch.random(1, 1, 3, 40);
      int length = 40 * codec.hop();
      var whole = left(codec, latents, 0, length);

      assertThat(whole).hasSize(length);
      for (int[] part : new int[][] {{0, 1}, {1000, 9000}, {length - 700, length}, {5, 5}}) {
        var expected = Arrays.copyOfRange(whole, part[0], part[1]);
        assertThat(Arrays.equals(left(codec, latents, part[0], part[1]), expected)).isTrue();
      }
    }
  }

  /// Two values are drawn; those of a source that is switched off are the noise without one.
  @Test
  void noiseIsDrawn() {
    try (var codec = codec()) {
      var latents = SameSketch.random(1, 1, 3, 40);
      int length = 40 * codec.hop();
      var source = TorchRandom.ofSeed(1);
      var one = left(codec.decode(latents, 0, length, source), length);

      assertThat(source.draw(1)).isEqualTo(Arrays.copyOfRange(TorchRandom.ofSeed(1).draw(3), 2, 3));
      assertThat(left(codec.decode(latents, 0, length, TorchRandom.ofSeed(1)), length))
          .isEqualTo(one);
      assertThat(left(codec.decode(latents, 0, length, TorchRandom.ofSeed(2)), length))
          .isNotEqualTo(one);
      assertThat(left(codec.decode(latents, 0, length, SameNoise.OFF), length))
          .isEqualTo(left(codec, latents, 0, length));
    }
  }

  @Test
  void aSoundOfAnyLengthHasALatentForEachBegunFrame() {
    try (var codec = codec()) {
      assertThat(codec.hop()).isEqualTo(4 * SpectralLayout.HOP);
      var sound = SameSketch.random(2, 2, 2, 2 * codec.hop() + 1);

      var latents = codec.encodeMean(sound, NONE);

      assertThat(latents.shape()).containsExactly(2, 3, 3);
    }
  }

  @Test
  void stopsWhenItIsCancelled() {
    try (var codec = codec()) {
      var cancellation = Cancellation.create();
      var stream = codec.decode(SameSketch.random(1, 1, 3, 40), 0, 0, 40L * codec.hop());
      cancellation.cancel();

      assertThatThrownBy(() -> stream.advance((samples, frames) -> {}, cancellation))
          .isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void refusesDescriptionsThatItHasNoAnalysisFor() {
    var known = SameSketch.spectral();
    var other = new SpectralConfig(known.network(), 2, 256);

    assertThatThrownBy(() ->
            new SpectralCodec(
                new ReferenceBackend(), other, SameSketch.weights(known.network()), Scope.root()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("256 samples")
        .hasMessageContaining("supported: 512");
  }
}
