package dev.aulos.engine.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import dev.aulos.models.config.UnsupportedModelException;
import dev.aulos.weights.WeightFormatException;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Adapters of a model with one weight of 2 by 3, and one of the conditioner's.
class AdapterTest {
  private static final Weights MODEL =
      WeightViews.of(
          Map.of(
              "model.model.to_out.weight", NdArray.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
              "model.model.to_out.bias", NdArray.of(new float[] {7, 8}, 2),
              "conditioner.conditioners.x.weight", NdArray.of(new float[] {1, 0, 0, 1}, 2, 2)));
  private static final NdArray A = NdArray.of(new float[] {1, 0, -1}, 1, 3);
  private static final NdArray B = NdArray.of(new float[] {1, 2}, 2, 1);
  private static final NdArray M = NdArray.of(new float[] {3}, 1, 1);
  private static final String OUT = "model.to_out";

  @TempDir private Path folder;

  private FittedAdapter fitted(AdapterFile file) throws IOException {
    return FittedAdapter.of(Adapter.read(file.write(folder.resolve("a.safetensors"))), MODEL);
  }

  private static AdapterFile lora(String config) {
    return AdapterFile.of(config).with(OUT, "lora_A", A).with(OUT, "lora_B", B);
  }

  private static float[] out(FittedAdapter adapter, double strength) {
    return AdapterStack.of(MODEL, List.of(AdapterLayer.of(adapter, strength)))
        .at(0)
        .get("model.model.to_out.weight")
        .toFloats();
  }

  @Test
  void addsTheLowRankMatrixScaledByAlphaOverRank() throws IOException {
    assertThat(out(fitted(lora("")), 1)).containsExactly(2, 2, 2, 6, 5, 4);
    assertThat(out(fitted(lora("{\"rank\": 1, \"alpha\": 4}")), 0.5))
        .containsExactly(3, 2, 1, 8, 5, 2);
    assertThat(out(fitted(lora("{\"alpha\": 2}")), -1)).containsExactly(-1, 2, 5, 0, 5, 10);
  }

  @Test
  void rescalesInFullAtAnyStrengthButZero() throws IOException {
    var adapter =
        fitted(
            lora("{\"adapter_type\": \"dora\"}")
                .with(OUT, "magnitude", NdArray.of(new float[] {0, 0}, 2)));
    assertThat(out(adapter, 1e-6)).containsOnly(0);
    assertThat(out(adapter, 0)).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void leavesModulesToTheFilterThatWereExcludedInTraining() throws IOException {
    var both =
        lora("{\"exclude\": [\"to_out\"]}")
            .with("conditioners.x", "lora_A", NdArray.of(new float[] {1, 1}, 1, 2))
            .with("conditioners.x", "lora_B", B);
    assertThat(fitted(both).paths()).containsExactly("conditioner.conditioners.x.weight");
    assertThatThrownBy(() -> fitted(lora("{\"include\": [\"nothing\"]}")))
        .hasMessageContaining("adapts no module");
  }

  @Test
  void usesSingularVectorsThatTheFileHolds() throws IOException {
    var file =
        AdapterFile.of("{\"adapter_type\": \"lora-xs\"}")
            .with(OUT, "M_xs", M)
            .with(OUT, "U", NdArray.of(new float[] {0, 1}, 2, 1))
            .with(OUT, "V", NdArray.of(new float[] {0, 0, 1}, 3, 1));
    assertThat(out(fitted(file), 1)).containsExactly(1, 2, 3, 4, 5, 9);
  }

  @Test
  void refusesWhatItsKindHasNoUseFor() {
    assertThatThrownBy(() -> fitted(lora("").with("text")))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("tensor 'text' is unknown");
    assertThatThrownBy(() -> fitted(lora("").with(OUT, "lora_C", A)))
        .hasMessageContaining("lora_C' is unknown");
    assertThatThrownBy(() -> fitted(lora("").with(OUT, "magnitude", B)))
        .hasMessageContaining("weight.0.magnitude' has no meaning here")
        .hasMessageContaining("lora_A, lora_B");
    assertThatThrownBy(() -> fitted(AdapterFile.of("").with(OUT, "lora_A", A)))
        .hasMessageContaining("module 'model.to_out' has no lora_B");
  }

  @Test
  void refusesOtherShapes() {
    assertThatThrownBy(() -> fitted(lora("{\"rank\": 2}")))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("lora_A' is F32[1, 3], expected floats of [2, 3]")
        .hasMessageContaining("'model.model.to_out.weight' of [2, 3]");
    var flat = AdapterFile.of("").with(OUT, "lora_A", B).with(OUT, "lora_B", B);
    assertThatThrownBy(() -> fitted(flat)).hasMessageContaining("expected floats of [2, 3]");
    var whole =
        AdapterFile.of("")
            .with(OUT, "lora_A", NdArray.zeros(DType.I64, 1, 3))
            .with(OUT, "lora_B", B);
    assertThatThrownBy(() -> fitted(whole)).hasMessageContaining("is I64[1, 3], expected floats");
  }

  @Test
  void refusesModulesThatTheModelDoesNotHave() {
    var other =
        AdapterFile.of("").with("model.to_in", "lora_A", A).with("model.to_in", "lora_B", B);
    assertThatThrownBy(() -> fitted(other))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("module 'model.to_in' is not in this model")
        .hasMessageContaining("model.model.to_in.weight");
  }

  @Test
  void refusesConfigurationsItDoesNotKnow() {
    assertThatThrownBy(() -> fitted(lora("{\"adapter_type\": \"loha\"}")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("adapter_type: 'loha' is not supported")
        .hasMessageContaining("dora-rows-xs");
    assertThatThrownBy(() -> fitted(lora("{\"alhpa\": 1}"))).hasMessageContaining("alpha?");
    assertThatThrownBy(() -> fitted(lora("{"))).hasMessageContaining("is not JSON");
    assertThatThrownBy(() -> fitted(lora("{\"include\": [\"[0-99999]\"]}")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("lora_config.include");
  }

  @Test
  void readsWhatTorchSavedWithItsConfigurationBesideIt() throws IOException {
    String[] names = {
      "model.to_out.parametrizations.weight.0.lora_A",
      "model.to_out.parametrizations.weight.0.lora_B"
    };
    var bare = AdapterFile.pickled(folder.resolve("a.ckpt"), false, names, new NdArray[] {A, B});
    assertThat(out(FittedAdapter.of(Adapter.read(bare), MODEL), 1))
        .containsExactly(2, 2, 2, 6, 5, 4);
    var file = AdapterFile.pickled(folder.resolve("b.ckpt"), true, names, new NdArray[] {A, B});
    assertThatThrownBy(() -> Adapter.read(file))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("write it as JSON into b.json");
    Files.writeString(folder.resolve("b.json"), "{\"rank\": 1, \"alpha\": 2}");
    assertThat(out(FittedAdapter.of(Adapter.read(file), MODEL), 1))
        .containsExactly(3, 2, 1, 8, 5, 2);
  }

  private static AdapterFile peft(String name, NdArray a, NdArray b) {
    return AdapterFile.of("")
        .withTensor("base_model.model.model.to_out.lora_A" + name + ".weight", a)
        .withTensor("base_model.model.model.to_out.lora_B" + name + ".weight", b);
  }

  private void writePeftConfig(String json) throws IOException {
    Files.writeString(folder.resolve("adapter_config.json"), json);
  }

  @Test
  void readsWhatPeftWrote() throws IOException {
    assertThat(out(fitted(peft("", A, B)), 1)).containsExactly(2, 2, 2, 6, 5, 4);
    assertThat(out(fitted(peft(".default", A, B)), 1)).containsExactly(2, 2, 2, 6, 5, 4);
    writePeftConfig(
        "{\"peft_type\": \"LORA\", \"r\": 1, \"lora_alpha\": 2, \"bias\": \"none\","
            + " \"rank_pattern\": {}, \"lora_dropout\": 0.1, \"target_modules\": [\"to_out\"]}");
    assertThat(out(fitted(peft("", A, B)), 1)).containsExactly(3, 2, 1, 8, 5, 2);
  }

  @Test
  void scalesByTheRootOfTheRankWherePeftDid() throws IOException {
    var twice = NdArray.of(new float[] {1, 0, -1, 1, 0, -1}, 2, 3);
    var both = NdArray.of(new float[] {1, 1, 2, 2}, 2, 2);
    writePeftConfig("{\"r\": 2, \"lora_alpha\": 4, \"use_rslora\": true}");
    float root = (float) Math.sqrt(2);
    assertThat(out(fitted(peft("", twice, both)), 1)[0]).isCloseTo(1 + 4 * root, within(1e-5f));
  }

  @Test
  void readsConvolutionsAndMagnitudesOfPeft() throws IOException {
    var file =
        peft("", A.reshape(1, 3, 1), B.reshape(2, 1, 1))
            .withTensor(
                "base_model.model.model.to_out.lora_magnitude_vector",
                NdArray.of(new float[] {0, 0}, 2));
    assertThat(out(fitted(file), 0.5)).containsOnly(0);
  }

  @Test
  void refusesWhatItDoesNotDoOfPeft() throws IOException {
    for (var wrong :
        List.of(
            "\"peft_type\": \"LOHA\"",
            "\"use_dora\": true",
            "\"bias\": \"all\"",
            "\"alpha_pattern\": {\"to_out\": 3}",
            "\"fan_in_fan_out\": true")) {
      writePeftConfig("{\"r\": 1, " + wrong + "}");
      assertThatThrownBy(() -> fitted(peft("", A, B)))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("adapter_config.json." + wrong.split("\"", -1)[1])
          .hasMessageContaining("is not supported");
    }
    writePeftConfig("{\"r\": 1}");
    var twice = peft("", A, B).withTensor("base_model.model.model.to_out.lora_A.b.weight", A);
    assertThatThrownBy(() -> fitted(twice))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("are the same factor");
  }
}
