package dev.aulos.engine.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.graph.DType;
import dev.aulos.graph.Half;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import dev.aulos.weights.Checkpoint;
import dev.aulos.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterStackTest {
  private static final String FIRST = "model.model.first.weight";
  private static final String SECOND = "model.model.second.weight";
  private static final String NUMBER = "conditioner.number.weight";

  @TempDir private Path folder;
  private Weights base;
  private FittedAdapter adapter;

  @BeforeEach
  void write() throws IOException {
    var ones = NdArray.of(new float[] {1, 1, 1, 1}, 2, 2);
    var halves = NdArray.zeros(DType.F16, 2, 2);
    var bytes = halves.bytes();
    for (int i = 0; i < 4; i++) {
      bytes.putShort(Half.fromFloat(1));
    }
    new SafetensorsWriter()
        .add(FIRST, ones)
        .add(SECOND, halves)
        .add(NUMBER, ones)
        .add("model.model.bias", NdArray.of(new float[] {5}, 1))
        .write(folder.resolve("model.safetensors"));
    base = Checkpoint.open(folder.resolve("model.safetensors"));
    var file = AdapterFile.of("");
    for (var module : List.of("model.first", "model.second", "number")) {
      file.with(module, "lora_A", NdArray.of(new float[] {1, 0}, 1, 2));
      file.with(module, "lora_B", NdArray.of(new float[] {1, 0x1p-11f}, 2, 1));
    }
    adapter = FittedAdapter.of(Adapter.read(file.write(folder.resolve("a.safetensors"))), base);
  }

  private AdapterStack stack(AdapterLayer... layers) {
    return AdapterStack.of(base, List.of(layers));
  }

  private AdapterLayer at(double strength, double from, double to, String without) {
    return new AdapterLayer(adapter, strength, from, to, LayerFilter.of(without));
  }

  @Test
  void leavesUnchangedParametersInTheirFile() {
    var weights = stack(at(1, 0, 1, "second")).at(0.5);
    assertThat(weights.region("model.model.bias")).isEqualTo(base.region("model.model.bias"));
    assertThat(weights.region(SECOND)).isPresent();
    assertThat(weights.region(FIRST)).isEmpty();
    assertThat(weights.paths()).isEqualTo(base.paths());
  }

  @Test
  void computesAChangedParameterOnce() {
    var stack = stack(at(1, 0, 1, ""), at(1, 0.5, 1, "first"));
    assertThat(stack.at(0.7).get(FIRST)).isSameAs(stack.at(0.2).get(FIRST));
    assertThat(stack.at(0.7).get(SECOND)).isNotSameAs(stack.at(0.2).get(SECOND));
  }

  @Test
  void keepsTheStoredType() {
    var second = stack(at(1, 0, 1, "")).at(0).get(SECOND);
    assertThat(second.type()).isEqualTo(DType.F16);
    assertThat(second.toF32().toFloats()).containsExactly(2, 1, 1, 1); // 1 + 2⁻¹¹ is a tie, to even
  }

  @Test
  void actsWithinItsIntervalOnTheDiffusionNetworkAlone() {
    var stack = stack(at(1, 0.25, 0.5, ""));
    assertThat(stack.dependsOnLevel()).isTrue();
    assertThat(stack.at(0.25).get(FIRST).toFloats()[0]).isEqualTo(2);
    assertThat(stack.at(0.5).get(FIRST).toFloats()[0]).isEqualTo(2);
    assertThat(stack.at(0.2).get(FIRST)).isNotSameAs(stack.at(0.3).get(FIRST));
    assertThat(stack.at(0.2).get(FIRST).toFloats()[0]).isEqualTo(1);
    assertThat(stack.at(0.9).get(NUMBER).toFloats()[0]).isEqualTo(2);
    assertThat(stack.networkAt(0.2)).isEmpty();
    assertThat(stack.networkAt(0.3)).isEqualTo(stack(at(1, 0, 1, "")).networkAt(0.9));
  }

  @Test
  void isTheBaseWhereNothingActs() {
    var silent = stack(at(0, 0.2, 0.5, ""));
    assertThat(silent.dependsOnLevel()).isFalse();
    assertThat(silent.networkAt(0.3)).isEmpty();
    assertThat(silent.at(0.3).get(FIRST).toFloats()).containsOnly(1);
    assertThat(silent.below("conditioner.")).isEmpty();
    var filtered = stack(at(1, 0, 1, "first, second"));
    assertThat(filtered.networkAt(0.3)).isEmpty();
    assertThat(filtered.below("conditioner.")).hasSize(1);
  }

  @Test
  void mergesIntoAPlainCheckpoint() throws IOException {
    var layers = List.of(at(0.5, 0, 1, ""), at(2, 0, 1, "second"));
    var merged = folder.resolve("merged.safetensors");
    Merging.write(Merging.folded(base, layers), merged);
    var plain = Checkpoint.open(merged);
    assertThat(plain.paths()).isEqualTo(base.paths());
    assertThat(plain.get(FIRST).toFloats()).containsExactly(3.5f, 1, 1 + 2.5f * 0x1p-11f, 1);
    assertThat(plain.type(SECOND)).isEqualTo(DType.F16);
    assertThat(plain.get("model.model.bias").toFloats()).containsExactly(5);
    var blended = Merging.blended(base, layers);
    assertThat(blended.get(FIRST).toFloats()).isEqualTo(plain.get(FIRST).toFloats());
    assertThat(blended.get(SECOND).type()).isEqualTo(DType.F16);
  }

  @Test
  void mergesNothingThatComesAndGoes() {
    assertThatThrownBy(() -> Merging.folded(base, List.of(at(1, 0.5, 1, ""))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("acts from 0.5 to 1.0 only");
  }
}
