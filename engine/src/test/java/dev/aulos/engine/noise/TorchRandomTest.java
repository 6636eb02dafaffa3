package dev.aulos.engine.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.aulos.testkit.GoldenCase;
import dev.aulos.testkit.GoldenFile;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TorchRandomTest {
  private static final String FILE = "golden.safetensors";
  private static final int STORED = 64; // values at each end of a long tensor

  static Stream<GoldenCase> generators() {
    return GoldenCase.ofKind("torch-rng").stream();
  }

  /// Cases of the other line, which state consecutive draws under `rng`.
  static Stream<GoldenCase> sequences() {
    return GoldenCase.all(GoldenCase.root()).stream().filter(c -> c.json().has("rng"));
  }

  @Test
  void findsItsCases() {
    assertThat(generators()).isNotEmpty();
    assertThat(sequences()).isNotEmpty();
  }

  @Test
  void hasTheWholeSetOfCases() {
    assumeThat(GoldenCase.isComplete()).as("the complete reference cases are there").isTrue();
    assertThat(generators().mapToInt(c -> c.json().getAsJsonObject("runs").size()).sum())
        .isGreaterThan(200);
  }

  @ParameterizedTest
  @MethodSource("generators")
  void drawsTheBitsOfTheReference(GoldenCase golden) {
    var tensors = golden.tensors(FILE);
    for (var entry : golden.json().getAsJsonObject("runs").entrySet()) {
      var run = entry.getValue().getAsJsonObject();
      var expected = expected(tensors, entry.getKey());
      var got = draws(run);
      assertThat(got).as(entry.getKey()).hasSameSizeAs(expected);
      for (int i = 0; i < got.size(); i++) {
        var stored = run.has("stored") ? ends(got.get(i)) : got.get(i);
        assertThat(bits(stored))
            .as("%s, draw %d", entry.getKey(), i)
            .isEqualTo(bits(expected.get(i)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sequences")
  void drawsTensorAfterTensorAsTheReference(GoldenCase golden) {
    var tensors = golden.tensors(FILE);
    for (var element : golden.json().getAsJsonArray("rng")) {
      var run = element.getAsJsonObject();
      var random = TorchRandom.ofSeed(run.get("seed").getAsLong());
      var shapes = run.getAsJsonArray("shapes");
      for (int i = 0; i < shapes.size(); i++) {
        var name = String.format("rng/seed%d/%02d", run.get("seed").getAsLong(), i);
        var got = random.draw(size(shapes.get(i).getAsJsonArray()));
        assertThat(bits(got)).as(name).isEqualTo(bits(tensors.get(name).toFloats()));
      }
    }
  }

  @Test
  void drawsTheKnownWholeNumbers() {
    assertThat(Long.toUnsignedString(TorchRandom.ofSeed(0).nextLong()))
        .isEqualTo("10123822223749065263");
    assertThat(TorchRandom.ofSeed(0).nextSeed()).isEqualTo(900450186894289456L);
  }

  @Test
  void skipsWhatItWouldHaveDrawn() {
    for (int size : new int[] {1, 3, 15, 16, 17, 31, 32, 100}) {
      var skipping = TorchRandom.ofSeed(5);
      var drawing = TorchRandom.ofSeed(5);
      skipping.skip(size);
      drawing.draw(size);
      assertThat(skipping.draw(7)).as("after %d values", size).isEqualTo(drawing.draw(7));
    }
  }

  @Test
  void fillsABufferFromItsPositionToItsLimit() {
    var buffer = FloatBuffer.allocate(40);
    buffer.position(3).limit(35);
    TorchRandom.ofSeed(9).fill(buffer);
    assertThat(buffer.hasRemaining()).isFalse();
    assertThat(Arrays.copyOfRange(buffer.array(), 3, 35)).isEqualTo(TorchRandom.ofSeed(9).draw(32));
    assertThat(buffer.array()[2]).isZero();
    assertThat(buffer.array()[35]).isZero();
  }

  private static List<float[]> draws(JsonObject run) {
    var random = TorchRandom.ofSeed(run.get("seed").getAsLong());
    if (run.has("call") && run.get("call").getAsString().startsWith("uniform")) {
      var uniform = new float[size(run.getAsJsonArray("shape"))];
      random.fillUniform(uniform);
      return List.of(uniform);
    }
    if (run.has("shape")) {
      return List.of(random.draw(size(run.getAsJsonArray("shape"))));
    }
    var draws = new ArrayList<float[]>();
    for (var shape : run.getAsJsonArray("shapes")) {
      draws.add(random.draw(size(shape.getAsJsonArray())));
    }
    return draws;
  }

  private static List<float[]> expected(GoldenFile tensors, String run) {
    if (tensors.has(run)) {
      return List.of(tensors.get(run).toFloats());
    }
    if (tensors.has(run + "/head")) {
      var ends = Arrays.copyOf(tensors.get(run + "/head").toFloats(), 2 * STORED);
      System.arraycopy(tensors.get(run + "/tail").toFloats(), 0, ends, STORED, STORED);
      return List.of(ends);
    }
    return tensors.paths().stream()
        .filter(name -> name.startsWith(run + "/"))
        .sorted()
        .map(name -> tensors.get(name).toFloats())
        .toList();
  }

  private static float[] ends(float[] values) {
    var ends = Arrays.copyOf(values, 2 * STORED);
    System.arraycopy(values, values.length - STORED, ends, STORED, STORED);
    return ends;
  }

  private static int size(JsonArray shape) {
    return shape.asList().stream().mapToInt(d -> d.getAsInt()).reduce(1, (a, b) -> a * b);
  }

  private static int[] bits(float[] values) {
    var bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
