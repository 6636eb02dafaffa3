package dev.aulos.train.discriminator;

import static dev.aulos.train.loss.Compute.floats;
import static dev.aulos.train.loss.Compute.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.graph.Gradients;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Op;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.onnx.OrtBackend;
import dev.aulos.testkit.ArrayWeights;
import dev.aulos.train.loss.AdversarialLoss;
import dev.aulos.train.loss.StftResolution;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpectralDiscriminatorTest {
  private static final SpectralDiscriminator.Config CONFIG =
      new SpectralDiscriminator.Config(StftResolution.all(32, 16), 2, 4);

  @Test
  void namesItsParametersAsUpstreamDoes() {
    var graph = Graph.of("d", Map.of("scores", judge(normal(1, 1, 2, 64)).get(0).scores()));
    assertThat(graph.parameters().keySet())
        .contains(
            "discriminators.0.convs.0.conv.weight_g",
            "discriminators.0.convs.4.conv.weight_v",
            "discriminators.0.conv_post.conv.bias");
    assertThat(graph.parameters().get("discriminators.0.convs.0.conv.weight_v").fixed())
        .containsExactly(4, 4, 3, 9);
  }

  @Test
  void startsFromValuesForEveryParameter() {
    var outputs = new HashMap<String, Tensor>();
    judge(normal(2, 1, 2, 64)).forEach(j -> outputs.put("y" + outputs.size(), j.scores()));
    var parameters = Graph.of("d", outputs).parameters();
    var initial = SpectralDiscriminator.initial(CONFIG, new Random(1));
    assertThat(initial.keySet()).containsExactlyInAnyOrderElementsOf(parameters.keySet());
    parameters.forEach(
        (path, shape) -> assertThat(initial.get(path).shape()).isEqualTo(shape.fixed()));
  }

  @Test
  void judgesEveryFrameAndBin() {
    var judgements = judge(normal(3, 2, 2, 64));
    assertThat(judgements).hasSize(2);
    assertThat(judgements.get(0).scores().shape().fixed()).containsExactly(2, 5, 1, 17);
    assertThat(judgements.get(1).features()).hasSize(5);
    assertThat(judgements.get(1).features().get(4).shape().fixed()).containsExactly(2, 13, 4, 9);
  }

  @Test
  void convolvesOverTimeAndFrequency() {
    var kernel = new SpectralConv.Kernel(2, 3, 3, 5, 2);
    var values = new LinkedHashMap<String, NdArray>();
    Initial.normalised("conv", new Random(2), values, kernel.shape());
    var x = normal(4, 1, 6, 2, 7);
    var y = floats(SpectralConv.of(Scope.root().at("conv"), kernel).apply(x), values);
    var input = floats(x);
    var weight = values.get("conv.weight_v").toFloats(); // of its own length at the start
    var bias = values.get("conv.bias").toFloats();
    for (int i = 0; i < y.length; i++) {
      int t = i / 21;
      int o = i / 7 % 3;
      double sum = bias[o];
      for (int k = 0; k < 30; k++) { // (in, time, frequency)
        int from = t + 2 * (k / 5 % 3 - 1);
        int bin = i % 7 + k % 5 - 2;
        if (from >= 0 && from < 6 && bin >= 0 && bin < 7) {
          sum += (double) weight[o * 30 + k] * input[(from * 2 + k / 15) * 7 + bin];
        }
      }
      assertThat((double) y[i]).isCloseTo(sum, within(1e-5));
    }
  }

  @Test
  void matchesNothingBetweenEqualSounds() {
    var real = judge(normal(5, 1, 2, 64));
    var terms = SpectralDiscriminator.losses(AdversarialLoss.HINGE, real, real);
    var values = SpectralDiscriminator.initial(CONFIG, new Random(3));
    assertThat(floats(terms.featureMatching(), values)[0]).isZero();
    assertThat(floats(terms.discriminator(), values)[0]).isCloseTo(2, within(0.2f));
  }

  @Test
  void computesItsGradientsAlikeOnBothBackends() {
    var discriminator = SpectralDiscriminator.of(Scope.root(), CONFIG);
    var real = discriminator.apply(normal(6, 2, 2, 96));
    var fake = discriminator.apply(normal(7, 2, 2, 96));
    var loss = SpectralDiscriminator.losses(AdversarialLoss.HINGE, real, fake).discriminator();
    var outputs = new LinkedHashMap<String, Tensor>();
    var parameters = new LinkedHashMap<String, Tensor>();
    for (var node : Graph.of("loss", Map.of("loss", loss)).nodes()) {
      if (node.op() instanceof Op.Parameter parameter) {
        parameters.putIfAbsent(parameter.path(), node);
      }
    }
    var gradients = Gradients.of(loss, parameters.values());
    parameters.forEach((path, tensor) -> outputs.put(path, gradients.get(tensor)));
    var graph = Graph.of("gradients", outputs);
    var weights = new ArrayWeights(SpectralDiscriminator.initial(CONFIG, new Random(4)));
    try (var reference = new ReferenceBackend().compile(graph, weights);
        var fast = new OrtBackend().compile(graph, weights)) {
      var expected = reference.run(Map.of());
      fast.run(Map.of())
          .forEach((path, got) ->
              assertThat(got.toFloats())
                  .as(path)
                  .containsExactly(expected.get(path).toFloats(), within(1e-4f)));
    }
  }

  @Test
  void rejectsWhatItCannotJudge() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> judge(normal(8, 1, 2, 31)))
        .withMessageContaining("shorter than a frame of 32");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SpectralDiscriminator.Config(List.of(), 2, 4));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> SpectralDiscriminator.losses(AdversarialLoss.HINGE, List.of(), List.of()));
  }

  private static List<Judgement> judge(Tensor sound) {
    return SpectralDiscriminator.of(Scope.root(), CONFIG).apply(sound);
  }
}
