package dev.aulos.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Scope;
import dev.aulos.models.same.SameConfig;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SameStatesTest {
  private static final int FRAMES = 6; // three chunks

  static Stream<SameConfig> forms() {
    return Stream.of(SameSketch.chunks(), SameSketch.window());
  }

  @ParameterizedTest
  @MethodSource("forms")
  void showsOfABatchDecodedWhatItShowsOfEachItem(SameConfig config) {
    var latents = SameSketch.random(1, 2, 3, FRAMES);

    showsItemAfterItem(latents, given -> states(config).decoding(given, SameNoise.OFF));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void showsOfABatchEncodedWhatItShowsOfEachItem(SameConfig config) {
    var sound = SameSketch.random(2, 2, 2, FRAMES * config.hop() - 1);

    showsItemAfterItem(sound, given -> states(config).encoding(given, SameNoise.OFF));
  }

  private static void showsItemAfterItem(
      NdArray batch, Function<NdArray, Map<String, NdArray>> states) {
    var first = states.apply(item(batch, 0));
    var second = states.apply(item(batch, 1));

    var both = states.apply(batch);

    assertThat(both).containsOnlyKeys(first.keySet()).containsKeys("block0", "block2");
    both.forEach((name, value) -> {
      assertThat(item(value, 0).toFloats()).as(name).isEqualTo(first.get(name).toFloats());
      assertThat(item(value, 1).toFloats()).as(name).isEqualTo(second.get(name).toFloats());
    });
  }

  private static SameStates states(SameConfig config) {
    return new SameStates(new ReferenceBackend(), config, SameSketch.weights(config), Scope.root());
  }

  /// One half of `batch` along its outermost axis.
  private static NdArray item(NdArray batch, int item) {
    int size = batch.size() / 2;
    var shape = batch.shape();
    shape[0] /= 2;
    var values = new float[size];
    batch.floats(item * size, (item + 1) * size).get(values);
    return NdArray.of(values, shape);
  }
}
