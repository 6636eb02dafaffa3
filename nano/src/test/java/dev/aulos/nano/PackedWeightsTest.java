package dev.aulos.nano;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.graph.NdArray;
import dev.aulos.weights.Safetensors;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedWeightsTest {
  @Test
  void keepsMatricesToHalfAStepOfTheirRowAndTheRestExactly(@TempDir Path folder)
      throws IOException {
    var random = new Random(1);
    var matrix = new float[64 * 101]; // an odd row ends within a byte
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = (float) (random.nextGaussian() * (1 + i / 101));
    }
    var vector = new float[] {0.1f, -2, 3e-8f};
    var packed = folder.resolve("packed.safetensors");
    PackedWeights.pack(
        WeightViews.of(
            Map.of(
                "a.weight", NdArray.of(matrix, 64, 101),
                "a.bias", NdArray.of(vector, 3),
                "own.scale", NdArray.of(vector, 3))),
        packed);
    assertThat(Files.size(packed)).isLessThan(4L * matrix.length * 2 / 5 + 1000);

    var file = folder.resolve("model.safetensors");
    try (var stream = Files.newInputStream(packed)) {
      PackedWeights.unpack(stream, file);
    }
    var back = Safetensors.open(file);
    assertThat(back.paths()).containsExactlyInAnyOrder("a.weight", "a.bias", "own.scale");
    assertThat(back.get("a.bias").toFloats()).containsExactly(vector);
    var values = back.get("a.weight").toFloats();
    for (int row = 0; row < 64; row++) {
      float most = 0;
      for (int i = 0; i < 101; i++) {
        most = Math.max(most, Math.abs(matrix[row * 101 + i]));
      }
      for (int i = 0; i < 101; i++) {
        int at = row * 101 + i;
        assertThat(values[at]).isCloseTo(matrix[at], within(most / 2047 * 0.501f));
      }
    }
  }

  @Test
  void rowsOfZerosStayZeros(@TempDir Path folder) throws IOException {
    var packed = folder.resolve("packed.safetensors");
    PackedWeights.pack(WeightViews.of(Map.of("w", NdArray.of(new float[8192], 2, 4096))), packed);
    var file = folder.resolve("model.safetensors");
    try (var stream = Files.newInputStream(packed)) {
      PackedWeights.unpack(stream, file);
    }
    assertThat(Safetensors.open(file).get("w").toFloats()).containsOnly(0f);
  }
}
