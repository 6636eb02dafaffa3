package dev.aulos.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.graph.DType;
import dev.aulos.graph.Half;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.onnx.OrtOptions.Prepacking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParametersTest {
  @TempDir Path folder;

  private static Tensor linear() {
    return Sample.input("x", 2, 3).matmulTransposed(Scope.root().at("layer").param("weight", 2, 3));
  }

  private static float[] run(StoredWeights weights, Prepacking prepacking) {
    var backend = new OrtBackend(OrtOptions.defaults().withPrepacking(prepacking));
    return Sample.run(backend, linear(), weights, Map.of("x", Sample.counting(2, 3))).toFloats();
  }

  @ParameterizedTest
  @EnumSource
  void readsParametersFromArraysAndFiles(Prepacking prepacking) throws IOException {
    var arrays = StoredWeights.of(Map.of("layer.weight", Sample.counting(2, 3)));
    assertThat(run(arrays, prepacking)).containsExactly(5, 14, 14, 50);
    var file = folder.resolve("some weights.bin");
    assertThat(run(arrays.in(file), prepacking)).containsExactly(5, 14, 14, 50);
  }

  /// The weight is 0 1 2, 3 4 5, 6 7 8, 9 10 11; x is 0 1 2, 3 4 5.
  @ParameterizedTest
  @EnumSource
  void readsRowsOfParametersWhereTheyLie(Prepacking prepacking) throws IOException {
    var weight = Scope.root().param("weight", 4, 3);
    var rows = weight.slice(0, 1, 4).slice(0, 1, 3); // 6 7 8, 9 10 11
    var y = Sample.input("x", 2, 3).matmulTransposed(rows);
    var arrays = StoredWeights.of(Map.of("weight", Sample.counting(4, 3)));
    var backend = new OrtBackend(OrtOptions.defaults().withPrepacking(prepacking));
    var given = Map.of("x", Sample.counting(2, 3));

    for (var weights : List.of(arrays, arrays.in(folder.resolve("weights.bin")))) {
      var made = Sample.run(backend, y, weights, given).toFloats();

      assertThat(made).containsExactly(23, 32, 86, 122);
    }
    var nodes = Lowering.lower(Sample.graph(y), arrays::type).nodes();
    assertThat(nodes).extracting(node -> node.kind().op()).containsExactly("FusedMatMul");
  }

  @Test
  void followsLinksOutOfTheFolder() throws IOException {
    var arrays = StoredWeights.of(Map.of("layer.weight", Sample.counting(2, 3)));
    var blob = Files.createDirectory(folder.resolve("blobs")).resolve("1234");
    arrays.in(blob);
    var link = Files.createDirectory(folder.resolve("snapshot")).resolve("model.safetensors");
    Files.createSymbolicLink(link, blob);
    assertThat(run(arrays.in(link), Prepacking.ALWAYS)).containsExactly(5, 14, 14, 50);
  }

  @Test
  void readsTheMappingOfADeletedFile() throws IOException {
    var arrays = StoredWeights.of(Map.of("layer.weight", Sample.counting(2, 3)));
    var orphaned = arrays.in(folder.resolve("weights.bin")).orphaned();
    assertThat(run(orphaned, Prepacking.ALWAYS)).containsExactly(5, 14, 14, 50);
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F64", "F32", "F16", "BF16", "I64", "I32", "I16", "I8", "U8"})
  void widensStoredTypes(DType type) throws IOException {
    var stored = NdArray.zeros(type, 2, 3);
    var bytes = stored.bytes();
    for (int i = 0; i < 6; i++) {
      switch (type) {
        case F64 -> bytes.putDouble(i);
        case F32 -> bytes.putFloat(i);
        case F16 -> bytes.putShort(Half.fromFloat(i));
        case BF16 -> bytes.putShort((short) (Float.floatToIntBits(i) >>> 16));
        case I64 -> bytes.putLong(i);
        case I32 -> bytes.putInt(i);
        case I16 -> bytes.putShort((short) i);
        case I8, U8, BOOL -> bytes.put((byte) i);
      }
    }
    var arrays = StoredWeights.of(Map.of("layer.weight", stored));
    assertThat(run(arrays, Prepacking.ALWAYS)).containsExactly(5, 14, 14, 50);
    assertThat(run(arrays.in(folder.resolve("weights.bin")), Prepacking.ALWAYS))
        .containsExactly(5, 14, 14, 50);
  }

  @Test
  void namesWhatIsMissingOrMisshapen() {
    var graph = Sample.graph(linear());
    var backend = new OrtBackend();
    assertThatThrownBy(() -> backend.compile(graph, StoredWeights.of(Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "sample: parameter 'layer.weight' is missing, expected [2, 3]; the weights hold 0"
                + " parameters");
    var wrong = StoredWeights.of(Map.of("layer.weight", Sample.counting(3, 2)));
    assertThatThrownBy(() -> backend.compile(graph, wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sample: parameter 'layer.weight' is [3, 2], expected [2, 3]");
  }
}
