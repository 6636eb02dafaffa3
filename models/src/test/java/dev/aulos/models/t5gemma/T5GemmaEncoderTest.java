package dev.aulos.models.t5gemma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Scope;
import dev.aulos.models.nn.Probe;
import dev.aulos.testkit.ArrayWeights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class T5GemmaEncoderTest {
  private static final T5GemmaConfig CONFIG =
      new T5GemmaConfig(
          20, 12, 6, 16, 4, 2, 6, 10_000, 2, List.of(true, true), Optional.of(3f), 1e-6f);
  private static final int[] TOKENS = {3, 1, 4, 1, 5, 9, 2, 6};

  @Test
  void readsRowsOfATableStoredInHalves() {
    var table = NdArray.zeros(DType.BF16, 20, 12);
    for (int i = 0; i < 240; i++) {
      table.bytes().putShort(2 * i, (short) (Float.floatToIntBits(i) >>> 16));
    }
    var encoder = T5GemmaEncoder.of(Scope.root(), CONFIG);
    var tokens = TokenTable.of(encoder, new ArrayWeights(Map.of("embed_tokens.weight", table)));
    var rows = tokens.rows(10, 0);
    assertThat(rows.shape()).containsExactly(1, 2, 12);
    assertThat(rows.toFloats()).startsWith(120, 121, 122).endsWith(9, 10, 11);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokens.rows(7, 20))
        .withMessageContaining("token id 20 at place 1: expected 0 to 19");
  }

  @Test
  void rejectsATableOfAnotherShape() {
    var encoder = T5GemmaEncoder.of(Scope.root(), CONFIG);
    var table = NdArray.zeros(DType.F32, 20, 11);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TokenTable.of(encoder, new ArrayWeights(Map.of("embed_tokens.weight", table))))
        .withMessageContaining("[20, 11], expected [20, 12]");
  }

  @Test
  void seesNoFartherThanTheWindowOfEachLayer() {
    var before = rows(CONFIG, TOKENS.length, TOKENS);
    var changed = TOKENS.clone();
    changed[0] = 17;
    var after = rows(CONFIG, TOKENS.length, changed);
    int reached = 2 * 2; // two layers of window 2
    for (int i = 0; i < TOKENS.length; i++) {
      double difference = difference(before, after, i);
      assertThat(difference > 0).as("token %s", i).isEqualTo(i <= reached);
    }
  }

  @Test
  void leavesOutAWindowThatEveryTextFitsIn() {
    var few = new int[] {3, 1, 4};
    var windowed = rows(CONFIG, 100, few);
    var open = rows(CONFIG, few.length, few);
    for (int i = 0; i < few.length; i++) {
      assertThat(difference(windowed, open, i)).isZero();
    }
    var graph = T5GemmaEncoder.of(Scope.root(), CONFIG).graph(few.length, Probe.NONE);
    var more = T5GemmaEncoder.of(Scope.root(), CONFIG).graph(few.length + 1, Probe.NONE);
    assertThat(graph.nodes().size()).isLessThan(more.nodes().size());
  }

  @Test
  void approachesPlainAttentionAsTheCapRises() {
    var plain = rows(CONFIG.withoutSoftCap(), TOKENS.length, TOKENS);
    var capped = rows(CONFIG, TOKENS.length, TOKENS);
    var loose = rows(withCap(1e4f), TOKENS.length, TOKENS);
    double moved = 0;
    for (int i = 0; i < TOKENS.length; i++) {
      assertThat(difference(plain, loose, i)).isCloseTo(0, within(1e-5));
      moved = Math.max(moved, difference(plain, capped, i));
    }
    assertThat(moved).isGreaterThan(1e-3);
  }

  private static T5GemmaConfig withCap(float cap) {
    return new T5GemmaConfig(
        20, 12, 6, 16, 4, 2, 6, 10_000, 2, List.of(true, true), Optional.of(cap), 1e-6f);
  }

  private static double difference(float[] a, float[] b, int token) {
    int width = CONFIG.width();
    return IntStream.range(token * width, (token + 1) * width)
        .mapToDouble(i -> Math.abs(a[i] - b[i]))
        .max()
        .orElseThrow();
  }

  private static float[] rows(T5GemmaConfig config, int longest, int[] ids) {
    var encoder = T5GemmaEncoder.of(Scope.root(), config);
    var weights = random(encoder);
    var vectors = TokenTable.of(encoder, weights).rows(ids);
    var graph = encoder.graph(longest, Probe.NONE);
    try (var executable = new ReferenceBackend().compile(graph, weights)) {
      var inputs = Map.of("vectors", vectors);
      return executable.run(inputs, "rows", Cancellation.none()).toFloats();
    }
  }

  private static ArrayWeights random(T5GemmaEncoder encoder) {
    var random = new Random(5);
    var arrays = new HashMap<String, NdArray>();
    var shapes = encoder.shapes();
    for (var path : new ArrayList<>(shapes.keySet())) {
      var shape = shapes.get(path);
      var values = new float[(int) java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      arrays.put(path, NdArray.of(values, shape));
    }
    return new ArrayWeights(arrays);
  }
}
