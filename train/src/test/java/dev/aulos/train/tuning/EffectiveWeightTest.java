package dev.aulos.train.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EffectiveWeightTest {
  private static final int ROWS = 5;
  private static final int COLUMNS = 4;

  private static NdArray drawn(long seed, long... shape) {
    var array = NdArray.zeros(DType.F32, shape);
    var random = new Random(seed);
    for (int i = 0; i < array.size(); i++) {
      array.floats().put(i, (float) random.nextGaussian());
    }
    return array;
  }

  private static AdaptedModule module() {
    var vectors = new AdaptedModule.Vectors(drawn(1, ROWS, 2), drawn(2, COLUMNS, 2));
    return new AdaptedModule(
        "layer", "model.layer.weight", drawn(3, ROWS, COLUMNS), Optional.of(vectors));
  }

  private static Adaptation adaptation(AdapterForm form) {
    return Adaptation.of(form, 2).withAlpha(3);
  }

  private static Map<String, NdArray> factors(AdapterForm form, boolean moved) {
    var factors = InitialFactors.of(module(), adaptation(form));
    if (moved) {
      factors.forEach((key, values) -> {
        var noise = drawn(key.hashCode(), values.shape());
        for (int i = 0; i < values.size(); i++) {
          values.floats().put(i, values.floats().get(i) + 0.3f * noise.floats().get(i));
        }
      });
    }
    return factors;
  }

  private static WeightMaker maker(AdapterForm form) {
    return WeightMaker.of(new ReferenceBackend(), adaptation(form), ROWS, COLUMNS);
  }

  private static NdArray weight(WeightMaker maker, Map<String, NdArray> factors) {
    var result = NdArray.zeros(DType.F32, ROWS, COLUMNS);
    maker.weight(module(), factors, result, Cancellation.none());
    return result;
  }

  private static double along(NdArray weight, NdArray slope) {
    double sum = 0;
    for (int i = 0; i < weight.size(); i++) {
      sum += (double) weight.floats().get(i) * slope.floats().get(i);
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource
  void startsAsTheWeightItself(AdapterForm form) {
    try (var maker = maker(form)) {
      assertThat(weight(maker, factors(form, false)).toFloats())
          .containsExactly(module().weight().toFloats(), Offset.offset(1e-6f));
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradientsAreThoseOfFiniteDifferences(AdapterForm form) {
    var slope = drawn(4, ROWS, COLUMNS);
    var factors = factors(form, true);
    var gradients = new LinkedHashMap<String, NdArray>();
    factors.forEach((key, values) -> gradients.put(key, NdArray.zeros(DType.F32, values.shape())));
    try (var maker = maker(form)) {
      maker.gradients(module(), factors, slope, gradients, Cancellation.none());
      factors.forEach((key, values) -> {
        for (int i = 0; i < values.size(); i++) {
          float at = values.floats().get(i);
          values.floats().put(i, at + 0.01f);
          double above = along(weight(maker, factors), slope);
          values.floats().put(i, at - 0.01f);
          double below = along(weight(maker, factors), slope);
          values.floats().put(i, at);
          assertThat((double) gradients.get(key).floats().get(i))
              .as("%s %d", key, i)
              .isCloseTo((above - below) / 0.02, Offset.offset(4e-3));
        }
      });
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRowAndAColumnOfZerosGiveNoNaN(AdapterForm form) {
    var module = module();
    for (int i = 0; i < COLUMNS; i++) {
      module.weight().floats().put(i, 0); // the first row
    }
    for (int i = 0; i < ROWS; i++) {
      module.weight().floats().put(i * COLUMNS, 0); // the first column
    }
    var factors = InitialFactors.of(module, adaptation(form));
    var gradients = new LinkedHashMap<String, NdArray>();
    factors.forEach((key, values) -> gradients.put(key, NdArray.zeros(DType.F32, values.shape())));
    var result = NdArray.zeros(DType.F32, ROWS, COLUMNS);
    try (var maker = maker(form)) {
      maker.weight(module, factors, result, Cancellation.none());
      maker.gradients(module, factors, drawn(4, ROWS, COLUMNS), gradients, Cancellation.none());
    }
    assertThat(result.toFloats()).containsExactly(module.weight().toFloats(), Offset.offset(1e-6f));
    gradients.forEach((key, values) -> {
      for (float value : values.toFloats()) {
        assertThat(value).as(key).isFinite();
      }
    });
  }
}
