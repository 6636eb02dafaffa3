package dev.aulos.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightViewsTest {
  private static NdArray array(float... values) {
    return NdArray.of(values, values.length);
  }

  private static NdArray random(long... shape) {
    var array = NdArray.zeros(DType.F32, shape);
    var random = new Random(5);
    for (int i = 0; i < array.size(); i++) {
      array.floats().put(i, (float) random.nextGaussian());
    }
    return array;
  }

  @Test
  void prefixedIsASubTree() {
    var weights = WeightViews.of(Map.of("a.x", array(1), "a.y", array(2), "b.x", array(3)));
    var part = WeightViews.prefixed(weights, "a.");
    assertThat(part.paths()).containsExactlyInAnyOrder("x", "y");
    assertThat(part.get("y").toFloats()).containsExactly(2);
    assertThatThrownBy(() -> part.get("b.x")).isInstanceOf(IllegalArgumentException.class);
    assertThat(WeightViews.below("a.", part).paths()).containsExactlyInAnyOrder("a.x", "a.y");
  }

  @Test
  void unionRefusesNamesThatAreThereTwice() {
    var a = WeightViews.of(Map.of("x", array(1)));
    var b = WeightViews.of(Map.of("y", array(2)));
    assertThat(WeightViews.union(a, b).paths()).containsExactly("x", "y");
    assertThat(WeightViews.union(a, b).get("y").toFloats()).containsExactly(2);
    assertThatThrownBy(() -> WeightViews.union(a, b, a)).hasMessageContaining("'x'");
  }

  @Test
  void overridingPutsChangesFirst() {
    var base = WeightViews.of(Map.of("x", array(1), "y", array(2)));
    var changed = WeightViews.overriding(base, Map.of("y", array(5, 6), "z", array(7)));
    assertThat(changed.paths()).containsExactlyInAnyOrder("x", "y", "z");
    assertThat(changed.get("x").toFloats()).containsExactly(1);
    assertThat(changed.shape("y")).containsExactly(2);
    assertThat(changed.get("z").toFloats()).containsExactly(7);
  }

  @Test
  void foldsBothSpellingsOfWeightNorm() throws WeightFormatException {
    var g = NdArray.of(new float[] {2, 10}, 2, 1, 1);
    var v = NdArray.of(new float[] {1, 2, 2, 0, 0, -4}, 2, 3, 1);
    for (var names :
        new String[][] {
          {"c.weight_g", "c.weight_v"},
          {"c.parametrizations.weight.original0", "c.parametrizations.weight.original1"}
        }) {
      var folded =
          WeightViews.foldingWeightNorm(
              WeightViews.of(Map.of(names[0], g, names[1], v, "c.bias", array(1), "l.weight", g)));
      assertThat(folded.paths()).containsExactlyInAnyOrder("c.weight", "c.bias", "l.weight");
      assertThat(folded.shape("c.weight")).containsExactly(2, 3, 1);
      assertThat(folded.type("c.weight")).isEqualTo(DType.F32);
      assertThat(folded.get("c.weight").toFloats())
          .containsExactly(new float[] {2 / 3f, 4 / 3f, 4 / 3f, 0, 0, -10}, within(1e-7f));
      assertThat(folded.get("l.weight")).isSameAs(g);
      assertThat(folded.region("c.weight")).isEmpty();
    }
  }

  @Test
  void foldedRowsHaveTheNormOfTheirMagnitude() throws WeightFormatException {
    var g = random(7, 1, 1);
    var folded =
        WeightViews.foldingWeightNorm(
            WeightViews.of(
                Map.of("weight_v.x", g, "c.weight_g", g, "c.weight_v", random(7, 5, 3))));
    var w = folded.get("c.weight").floats();
    for (int row = 0; row < 7; row++) {
      double sum = 0;
      for (int i = 0; i < 15; i++) {
        sum += Math.pow(w.get(row * 15 + i), 2);
      }
      assertThat(Math.sqrt(sum)).isCloseTo(Math.abs(g.floats().get(row)), within(1e-6));
    }
  }

  @Test
  void weightsAreUnfoldedToTheirLengthsAndThemselves() throws WeightFormatException {
    var w = random(7, 5, 3);
    var other = random(4, 2);
    var weights = WeightViews.of(Map.of("c.weight", w, "l.weight", other, "c.bias", array(7)));
    var unfolded = WeightViews.inWeightNorm(weights, path -> path.startsWith("c."));
    assertThat(unfolded.paths())
        .containsExactlyInAnyOrder("c.weight_g", "c.weight_v", "l.weight", "c.bias");
    assertThat(unfolded.shape("c.weight_g")).containsExactly(7, 1, 1);
    assertThat(unfolded.get("c.weight_v")).isSameAs(w);
    assertThat(unfolded.get("l.weight")).isSameAs(other);
    assertThat(WeightViews.foldingWeightNorm(unfolded).get("c.weight").toFloats())
        .containsExactly(w.toFloats(), within(1e-6f));
  }

  /// Directions keep their own lengths, which say how fast they turn.
  @Test
  void halvesStayAsTheyAreStoredInEitherSpelling() throws WeightFormatException {
    var g = random(7, 1, 1);
    var v = random(7, 5, 3);
    var original = "c.parametrizations.weight.original";
    var stored =
        WeightViews.of(Map.of(original + 0, g, original + 1, v, "d.weight", v, "c.bias", g));
    var names = Set.of("c.weight_g", "c.weight_v", "d.weight_g", "d.weight_v", "x.weight_g");
    var spelled = WeightViews.spelledAs(stored, names);
    assertThat(spelled.paths())
        .containsExactlyInAnyOrder("c.weight_g", "c.weight_v", "d.weight_g", "d.weight_v");
    assertThat(spelled.get("c.weight_g").toFloats()).isEqualTo(g.toFloats());
    assertThat(spelled.get("c.weight_v")).isSameAs(v);
    assertThat(spelled.get("d.weight_v")).isSameAs(v);
    var back = WeightViews.spelledAs(spelled, Set.of(original + 0, original + 1, "d.weight"));
    assertThat(back.get(original + 0).toFloats()).isEqualTo(g.toFloats());
    assertThat(back.get(original + 1)).isSameAs(v);
    assertThat(back.get("d.weight").toFloats()).containsExactly(v.toFloats(), within(1e-6f));
  }

  @Test
  void rowsOfZerosPointSomewhere() throws WeightFormatException {
    var w = NdArray.of(new float[] {0, 0, 3, 4, 0, 0}, 3, 2);
    var unfolded = WeightViews.inWeightNorm(WeightViews.of(Map.of("c.weight", w)), path -> true);
    assertThat(unfolded.get("c.weight_g").toFloats()).containsExactly(0, 5, 0);
    assertThat(unfolded.get("c.weight_v").toFloats()).containsExactly(1, 0, 3, 4, 1, 0);
    assertThat(WeightViews.foldingWeightNorm(unfolded).get("c.weight").toFloats())
        .containsExactly(new float[] {0, 0, 3, 4, 0, 0}, within(1e-6f));
  }

  @Test
  void refusesHalvesOfWeightNorm() {
    var g = NdArray.of(new float[] {2, 10}, 2, 1, 1);
    var v = random(2, 3, 1);
    assertThatThrownBy(() -> WeightViews.foldingWeightNorm(WeightViews.of(Map.of("c.weight_g", g))))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("'c.weight_v'");
    assertThatThrownBy(() ->
            WeightViews.foldingWeightNorm(
                WeightViews.of(Map.of("c.weight_g", g, "c.weight_v", random(3, 2, 1)))))
        .hasMessageContaining("does not fit");
    assertThatThrownBy(() ->
            WeightViews.foldingWeightNorm(
                WeightViews.of(Map.of("c.weight", g, "c.weight_g", g, "c.weight_v", v))))
        .hasMessageContaining("there twice");
  }

  @Test
  void aContractNamesWhatDoesNotFit(@TempDir Path folder) throws Exception {
    var expected = new LinkedHashMap<String, long[]>();
    expected.put("m.alpha", new long[] {2});
    expected.put("m.beta", new long[] {2});
    expected.put("m.gamma", new long[] {3});
    var file = folder.resolve("model.safetensors");
    new SafetensorsWriter()
        .add("m.alpha", random(2))
        .add("m.bata", random(2))
        .add("m.gamma", random(4))
        .add("other.x", random(1))
        .write(file);
    var weights = Safetensors.open(file);
    var contract = WeightContract.of(expected, "m.");
    assertThatThrownBy(() -> contract.check(weights))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("model.safetensors")
        .hasMessageContaining("tensor 'm.beta' of [2] is missing; did you mean 'm.bata'?")
        .hasMessageContaining("tensor 'm.gamma' is [4], expected [3] (@ ")
        .hasMessageContaining("tensor 'm.bata' is unknown")
        .hasMessageNotContaining("other.x");
  }

  @Test
  void aContractCountsWhatItDoesNotList() {
    var expected = new LinkedHashMap<String, long[]>();
    for (int i = 0; i < 9; i++) {
      expected.put("layers." + i, new long[] {1});
    }
    assertThatThrownBy(() -> WeightContract.of(expected, "").check(WeightViews.of(Map.of())))
        .hasMessageContaining("'layers.4'")
        .hasMessageNotContaining("'layers.5'")
        .hasMessageContaining("and 4 more");
  }

  @Test
  void aContractToleratesWhatItIsToldTo() throws WeightFormatException {
    var expected = new LinkedHashMap<String, long[]>();
    expected.put("x", new long[] {1});
    expected.put("norm.beta", new long[] {1});
    var contract = WeightContract.of(expected, "");
    var weights = WeightViews.of(Map.of("x", array(1), "inv_freq", array(1, 2)));
    assertThatThrownBy(() -> contract.check(weights)).isInstanceOf(WeightFormatException.class);
    contract
        .tolerating(n -> n.endsWith("beta"))
        .tolerating(n -> n.equals("inv_freq"))
        .check(weights);
    contract.check(WeightViews.of(Map.of("x", array(1), "norm.beta", array(1))));
  }
}
