package dev.aulos.engine.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.engine.sampling.Guidance;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.Objective;
import dev.aulos.models.dit.Dit;
import dev.aulos.models.dit.DitConfig;
import dev.aulos.models.dit.DitConfig.BlockNorm;
import dev.aulos.models.dit.DitConfig.QkNorm;
import dev.aulos.models.nn.Probe;
import dev.aulos.testkit.ArrayWeights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A small transformer with random weights: 2 items of 4 channels and 6 frames.
class DiffusionNetworkTest {
  private static final int BATCH = 2;
  private static final int CHANNELS = 4;
  private static final int FRAMES = 6;
  private static final float[] TIMES = {0.7f, 0.4f};
  private static final DitConfig SIZES =
      new DitConfig(
          CHANNELS,
          32,
          2,
          1,
          8,
          true,
          8,
          true,
          QkNorm.RMS,
          2,
          BlockNorm.RMS,
          true,
          true,
          5,
          3,
          true);

  private final DiffusionNetwork network = network(Objective.RECTIFIED_FLOW);
  private final float[] x = draw(1, BATCH * CHANNELS * FRAMES);
  private final Conditioning given =
      new Conditioning(
          NdArray.of(draw(2, BATCH * 3 * 8), BATCH, 3, 8),
          NdArray.of(draw(3, BATCH * 8), BATCH, 8),
          Optional.empty());

  @Test
  void predictsTheSameOfRealFramesCroppedOrDropped() {
    var valid = List.of(4, 6);
    var dropped = predict(given.withPadding(new Padding(valid, Padding.Treatment.DROP)), guided());
    var cropped = predict(given.withPadding(new Padding(valid, Padding.Treatment.CROP)), guided());
    for (int i = 0; i < x.length; i++) {
      int item = i / (CHANNELS * FRAMES);
      if (i % FRAMES < valid.get(item)) {
        assertThat(cropped[i]).isCloseTo(dropped[i], within(2e-5f));
      } else {
        assertThat(x[i] - TIMES[item] * cropped[i]).isCloseTo(0, within(1e-6f));
      }
    }
  }

  @Test
  void keepsKeysOfPaddingInTheSumWhereOnlyTheirValuesAreZeroed() {
    var valid = List.of(4, 6);
    var zeroed = new Padding(valid, Padding.Treatment.ZERO_VALUES);
    var dropped = new Padding(valid, Padding.Treatment.DROP);
    var a = predict(given.withPadding(zeroed), Guidance.NONE);
    var b = predict(given.withPadding(dropped), Guidance.NONE);
    assertThat(a[0]).isNotCloseTo(b[0], within(1e-4f));
    int second = CHANNELS * FRAMES; // it has no padding
    assertThat(a[second]).isCloseTo(b[second], within(1e-5f));
  }

  @Test
  void needsNoPaddingWhereEveryFrameIsReal() {
    var whole = new Padding(List.of(FRAMES, FRAMES), Padding.Treatment.DROP);
    assertThat(predict(given.withPadding(whole), guided()))
        .containsExactly(predict(given, guided()), within(1e-5f));
  }

  @Test
  void takesZerosUnlessToldOtherwise() {
    var zeros = NdArray.of(new float[5 * FRAMES], 1, 5, FRAMES);
    var plain = predict(given, Guidance.NONE);
    assertThat(predict(given.withLocal(new LocalCondition.Given(zeros)), Guidance.NONE))
        .isEqualTo(plain);
    assertThat(predict(given.withLocal(new LocalCondition.None()), Guidance.NONE))
        .isNotEqualTo(plain);
  }

  @Test
  void sharesOneConditionOfEachFrameAmongItems() {
    var one = draw(4, 5 * FRAMES);
    Arrays.fill(one, 0, 5, 0); // some frames keep nothing in their first channel
    var both = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, both, one.length, one.length);
    var shared = new LocalCondition.Given(NdArray.of(one, 1, 5, FRAMES));
    var each = new LocalCondition.Given(NdArray.of(both, BATCH, 5, FRAMES));
    assertThat(predict(given.withLocal(shared), guided()))
        .isEqualTo(predict(given.withLocal(each), guided()));
  }

  @Test
  void rejectsConditioningOfAnotherShape() {
    var wide = new LocalCondition.Given(NdArray.of(new float[6 * FRAMES], 1, 6, FRAMES));
    assertThatThrownBy(() -> predict(given.withLocal(wide), Guidance.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected (1 or 2, 5, 6)");
    var three = new Padding(List.of(1, 2, 3), Padding.Treatment.CROP);
    assertThatThrownBy(() -> predict(given.withPadding(three), Guidance.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 items");
    var long7 = new Padding(List.of(1, 7), Padding.Treatment.CROP);
    assertThatThrownBy(() -> predict(given.withPadding(long7), Guidance.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("7 valid frames of 6");
  }

  @Test
  void projectsGuidanceOfFlowsOnly() {
    try (var other = network(Objective.V)) {
      assertThatThrownBy(() -> other.condition(given, guided(), FRAMES, Cancellation.none()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the model predicts v");
    }
  }

  private static Guidance guided() {
    return Guidance.of(3).withApg(1);
  }

  private float[] predict(Conditioning conditioning, Guidance guidance) {
    var out = new float[x.length];
    network
        .condition(conditioning, guidance, FRAMES, Cancellation.none())
        .predict(x, TIMES.clone(), out);
    return out;
  }

  private static DiffusionNetwork network(Objective objective) {
    return new DiffusionNetwork(new ReferenceBackend(), SIZES, objective, weights(), Scope.root());
  }

  private static Weights weights() {
    var dit = Dit.of(Scope.root(), SIZES);
    var arrays = new LinkedHashMap<String, NdArray>();
    for (Graph graph : List.of(dit.conditioningGraph(Probe.NONE), dit.stepGraph(Probe.NONE))) {
      arrays.putAll(ArrayWeights.random(graph, 7).arrays());
    }
    return new ArrayWeights(arrays);
  }

  private static float[] draw(long seed, int size) {
    var random = new Random(seed);
    var values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
