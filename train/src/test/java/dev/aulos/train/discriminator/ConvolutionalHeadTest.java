package dev.aulos.train.discriminator;

import static dev.aulos.train.loss.Compute.floats;
import static dev.aulos.train.loss.Compute.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.aulos.graph.Graph;
import dev.aulos.graph.Scope;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConvolutionalHeadTest {
  @Test
  void startsFromValuesForEveryParameter() {
    var scores = ConvolutionalHead.of(Scope.root(), 8, 4).apply(normal(1, 2, 8, 100));
    assertThat(scores.shape().fixed()).containsExactly(2, 1, 3);
    var parameters = Graph.of("head", Map.of("scores", scores)).parameters();
    var initial = ConvolutionalHead.initial(8, new Random(1));
    assertThat(initial.keySet()).containsExactlyInAnyOrderElementsOf(parameters.keySet());
    for (float score : floats(scores, initial)) {
      assertThat(score).isFinite().isNotZero();
    }
  }

  @Test
  void rejectsTooFewTokensAndGroupsThatDoNotDivide() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConvolutionalHead.of(Scope.root(), 32).apply(normal(2, 1, 32, 63)))
        .withMessageContaining("at least 64 tokens");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConvolutionalHead.of(Scope.root(), 33))
        .withMessageContaining("33 channels in 32 groups");
  }
}
