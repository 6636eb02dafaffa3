package dev.aulos.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.audio.Pcm;
import dev.aulos.engine.noise.IntervalNoise;
import dev.aulos.engine.noise.NoiseSource;
import dev.aulos.engine.noise.TorchRandom;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.models.same.SameConfig;
import dev.aulos.testkit.Close;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SameCodecTest {
  private static final Cancellation NONE = Cancellation.none();
  private static final Chunking CHUNKING = new Chunking(6, 2);

  static Stream<SameConfig> forms() {
    return Stream.of(SameSketch.chunks(), SameSketch.window());
  }

  @ParameterizedTest
  @MethodSource("forms")
  void decodesInPassesWhatItDecodesAtOnce(SameConfig config) {
    try (var codec = SameSketch.codec(config)) {
      for (int frames : new int[] {129, 130, 263}) {
        var latents = SameSketch.random(frames, 2, 3, frames);
        assertThat(SamePass.tiled(frames, config.decoder())).hasSizeGreaterThan(1);

        var inPasses = codec.decode(latents, NONE);

        var atOnce = codec.decode(latents, SameNoise.OFF, NONE);
        assertThat(Close.maxAbs(inPasses, atOnce)).isLessThan(2e-5);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void encodesInPassesWhatItEncodesAtOnce(SameConfig config) {
    try (var codec = SameSketch.codec(config)) {
      var sound = SameSketch.random(1, 2, 2, 201 * codec.hop() + 3);

      var inPasses = codec.encode(sound, NONE);

      var atOnce = codec.encode(sound, SameNoise.OFF, NONE);
      assertThat(inPasses.dim(2)).isEqualTo(202);
      assertThat(Close.maxAbs(inPasses, atOnce)).isLessThan(2e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void decodesOnlyWhatIsAskedForWithTheSameDraws(SameConfig config) {
    try (var codec = SameSketch.codec(config)) {
      var latents = SameSketch.random(2, 1, 3, 20);
      var whole = codec.decode(latents, CHUNKING, TorchRandom.ofSeed(7), NONE);
      int from = 9 * codec.hop() + 1;
      int to = 14 * codec.hop() - 1;

      var part = codec.decode(latents, CHUNKING, TorchRandom.ofSeed(7), from, to).rest(NONE);

      assertThat(part.toFloats()).isEqualTo(Frames.copy(whole, from, to - from).toFloats());
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void decodesNoFrameThatNothingDependsOn(SameConfig config) {
    var stack = config.decoder();
    var passes = SamePass.reference(new Chunking(64, 4), 200, stack);

    var enough = SamePass.upTo(5, passes, stack);

    assertThat(enough).hasSize(1);
    assertThat(enough.get(0).end()).isEqualTo(stack.padded(5 + stack.reach()));
    assertThat(enough.get(0).drawn()).isEqualTo(64);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void decodesTheBeginningOfAPassAsInTheWhole(SameConfig config) {
    try (var codec = SameSketch.codec(config)) {
      for (int frames : new int[] {31, 40}) {
        var latents = SameSketch.random(2, 2, 3, frames);
        var chunking = new Chunking(30, 2);
        var whole = codec.decode(latents, chunking, TorchRandom.ofSeed(7), NONE);
        for (int needed = 1; needed < frames; needed += 2) {
          int end = needed * codec.hop() - 1;

          var part = codec.decode(latents, chunking, TorchRandom.ofSeed(7), 0, end).rest(NONE);

          assertThat(part.toFloats()).isEqualTo(Frames.copy(whole, 0, end).toFloats());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyPassUsesTheSameArrays(SameConfig config) {
    Set<NdArray> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    Backend watching =
        SameSketch.watched((inputs, outputs) -> {
          inputs.forEach((name, array) -> {
            if (!name.equals("given")) {
              arrays.add(array);
            }
          });
          arrays.addAll(outputs.values());
        });
    try (var codec = SameSketch.codec(watching, config)) {
      var latents = SameSketch.random(1, 1, 3, 40);
      var decoding = codec.decode(latents, CHUNKING, TorchRandom.ofSeed(7), 0, 40L * codec.hop());
      int passes = 0;
      boolean more = true;
      while (more) {
        more = decoding.advance((samples, frames) -> {}, NONE);
        passes++;
      }
      assertThat(passes).isGreaterThan(5);
      assertThat(arrays).hasSize(config.decoder().maskNoise() > 0 ? 4 : 3);
    }
  }

  @Test
  void givesEachItemToItsSinkPassByPass() {
    var config = SameSketch.window();
    try (var codec = SameSketch.codec(config)) {
      var latents = SameSketch.random(3, 2, 3, 14);
      var whole = codec.decode(latents, CHUNKING, TorchRandom.ofSeed(8), NONE);
      long end = whole.dim(2);
      var decoding = codec.decode(latents, CHUNKING, TorchRandom.ofSeed(8), 0, end);
      var heard = List.of(new ArrayList<Float>(), new ArrayList<Float>());
      var sinks = new ArrayList<AudioSink>();
      for (var item : heard) {
        sinks.add((samples, frames) -> {
          for (int i = 0; i < frames; i++) {
            item.add(samples.get(i)); // the first channel
          }
        });
      }
      var fractions = new ArrayList<Double>();

      while (decoding.advance(sinks, NONE)) {
        fractions.add(decoding.fraction());
      }

      assertThat(fractions).hasSize(2).isSorted().allMatch(f -> f > 0 && f < 1);
      assertThat(decoding.fraction()).isEqualTo(1);
      assertThat(decoding.position()).isEqualTo((int) end);
      for (int item = 0; item < 2; item++) {
        int first = item * 2 * (int) end;
        assertThat(heard.get(item)).hasSize((int) end);
        for (int i = 0; i < end; i++) {
          assertThat(heard.get(item).get(i)).isEqualTo(whole.floats().get(first + i));
        }
      }
    }
  }

  @Test
  void drawsInTheOrderOfTheReference() {
    try (var codec = SameSketch.codec(SameSketch.window())) {
      var sizes = new ArrayList<Integer>();
      var noise = new Listening(sizes);

      codec.encode(SameSketch.random(4, 2, 2, 10 * codec.hop()), CHUNKING, noise, NONE);
      codec.decode(SameSketch.random(5, 2, 3, 10), CHUNKING, noise, NONE);

      int latent = 2 * 3 * 6;
      int tokens = 2 * 6 * 4 * 16;
      assertThat(sizes).containsExactly(2 * 6 * 16, 2 * 6 * 16, latent, tokens, latent, tokens);
    }
  }

  @Test
  void drawsForFramesThatFillUpToo() {
    try (var codec = SameSketch.codec(SameSketch.chunks())) {
      var sizes = new ArrayList<Integer>();

      codec.encode(SameSketch.random(4, 1, 2, 5 * codec.hop()), new Listening(sizes), NONE);
      codec.decode(SameSketch.random(5, 1, 3, 5), new Listening(sizes), NONE);

      assertThat(sizes).containsExactly(3 * 5, 6 * 4 * 16);
    }
  }

  @Test
  void changesWithItsNoiseAlone() {
    try (var codec = SameSketch.codec(SameSketch.window())) {
      var latents = SameSketch.random(6, 1, 3, 5);

      var quiet = codec.decode(latents, SameNoise.OFF, NONE).toFloats();
      var noisy = codec.decode(latents, TorchRandom.ofSeed(1), NONE).toFloats();

      assertThat(codec.decode(latents, NONE).toFloats()).isEqualTo(quiet);
      assertThat(noisy)
          .isEqualTo(codec.decode(latents, TorchRandom.ofSeed(1), NONE).toFloats())
          .isNotEqualTo(quiet);
    }
  }

  @Test
  void fillsUpOddLengthsAndDropsWhatFollowsWholeFramesInChunks() {
    try (var codec = SameSketch.codec(SameSketch.chunks())) {
      int hop = codec.hop();
      var sound = SameSketch.random(7, 1, 2, 9 * hop + 5);

      assertThat(codec.decode(SameSketch.random(8, 1, 3, 1), NONE).dim(2)).isEqualTo(2L * hop);
      assertThat(codec.encode(sound, NONE).dim(2)).isEqualTo(10);
      assertThat(codec.encode(sound, CHUNKING, SameNoise.OFF, NONE).dim(2)).isEqualTo(9);
      assertThat(codec.encodeMean(sound, NONE).toFloats())
          .isEqualTo(codec.encode(sound, NONE).toFloats());
    }
  }

  @Test
  void decodesOneItemOfABatch() {
    try (var codec = SameSketch.codec(SameSketch.chunks())) {
      var latents = SameSketch.random(9, 2, 3, 4);
      var both = codec.decode(latents, NONE).toFloats();

      var second = codec.decode(latents, 1, 0, 4L * codec.hop()).rest(NONE).toFloats();

      assertThat(second).isEqualTo(Arrays.copyOfRange(both, second.length, both.length));
    }
  }

  @Test
  void stopsBetweenPasses() {
    try (var codec = SameSketch.codec(SameSketch.window())) {
      var latents = SameSketch.random(10, 1, 3, 14);
      var cancellation = Cancellation.create();
      var decoding = codec.decode(latents, CHUNKING, SameNoise.OFF, 0, 14L * codec.hop());

      assertThat(decoding.advance((samples, frames) -> cancellation.cancel(), cancellation))
          .isTrue();

      assertThatThrownBy(() -> decoding.advance((samples, frames) -> {}, cancellation))
          .isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    try (var codec = SameSketch.codec(SameSketch.window())) {
      assertThatThrownBy(() -> codec.decode(SameSketch.random(1, 1, 4, 2), NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected (batch, 3, time ≥ 1)");
      assertThatThrownBy(() -> codec.encode(SameSketch.random(1, 1, 1, 20), NONE))
          .hasMessageContaining("expected (batch, 2, time ≥ 1)");
      var latents = SameSketch.random(1, 2, 3, 4);
      assertThatThrownBy(() -> codec.decode(latents, 0, 5L * codec.hop()))
          .hasMessageContaining("samples 0 to 40 of 32");
      assertThatThrownBy(() -> codec.decode(latents, 2, 0, 1)).hasMessageContaining("item 2 of");
      var decoding = codec.decode(latents, 0, 8);
      assertThatThrownBy(() -> decoding.advance((samples, frames) -> {}, NONE))
          .hasMessageContaining("1 sinks, expected 2");
    }
  }

  @Test
  void costsInProportionToWhatItDecodes() {
    try (var codec = SameSketch.codec(SameSketch.chunks())) {
      assertThat(codec.decodeCost(64) / codec.decodeCost(32)).isBetween(1.9, 2.1);
      assertThat(codec.decodeCost(512)).isGreaterThan(16 * codec.decodeCost(32));
      assertThat(codec.encodeCost(64) / codec.encodeCost(32)).isBetween(1.9, 2.1);
    }
  }

  @Test
  void makesRaggedClipsOneBatch() {
    var config = SameSketch.chunks();
    var clips =
        List.of(
            Pcm.of(44_100, new float[] {1, 2, 3}),
            Pcm.of(44_100, new float[] {4}, new float[] {5}, new float[] {6}));

    var batch = SameClips.batch(clips, 44_100, config);

    assertThat(batch.shape()).containsExactly(2, 2, 8);
    assertThat(batch.toFloats())
        .containsExactly(
            1, 2, 3, 0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 0, //
            4, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0);
    assertThatThrownBy(() -> SameClips.batch(List.of(), 44_100, config))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// Zeros, and a note of how many were asked for at a time.
  private record Listening(List<Integer> sizes) implements NoiseSource {
    @Override
    public void fill(float[] out) {
      sizes.add(out.length);
    }

    @Override
    public void skip(int size) {
      sizes.add(size);
    }

    @Override
    public IntervalNoise intervals(float low, float high, int size) {
      throw new UnsupportedOperationException();
    }
  }
}
