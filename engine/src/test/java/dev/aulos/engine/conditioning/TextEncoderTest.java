package dev.aulos.engine.conditioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.weights.WeightViews;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextEncoderTest {
  private static final Scope PLACE = Scope.root().at("conditioners", "prompt");

  private final CountingEncoder network = new CountingEncoder();
  private final TextEncoder encoder =
      TextEncoder.withLearnedPadding(network, TextEncoderTest::letters, padding(7, 8), PLACE);

  /// One id a letter: 1 for `a`.
  private static int[] letters(String text, int maxTokens) {
    var ids = text.chars().map(c -> c - 'a' + 1).toArray();
    return Arrays.copyOf(ids, Math.min(ids.length, maxTokens));
  }

  private static Weights padding(float... vector) {
    var array = NdArray.of(vector, vector.length);
    return WeightViews.of(Map.of("conditioners.prompt.padding_embedding", array));
  }

  @Test
  void fillsUpWithTheLearnedVector() {
    var rows = encoder.encode(List.of("ab", "c"), 3, Cancellation.none());
    assertThat(rows.shape()).containsExactly(2, 3, 2);
    assertThat(rows.toFloats()).containsExactly(1, 1, 2, 2, 7, 8, 3, 3, 7, 8, 7, 8);
  }

  @Test
  void fillsUpWhatIsNotWantedWithZeros() {
    var rows = encoder.encodeNegative(List.of("ab"), 4, Cancellation.none());
    assertThat(rows.toFloats()).containsExactly(1, 1, 2, 2, 0, 0, 0, 0);
  }

  @Test
  void doesNotRunTheEncoderOnAnEmptyText() {
    var rows = encoder.encode(List.of(""), 2, Cancellation.none());
    assertThat(rows.toFloats()).containsExactly(7, 8, 7, 8);
    assertThat(network.runs()).isZero();
  }

  @Test
  void cutsLongTextsAndRemembersWhatItEncoded() {
    encoder.encode(List.of("abc", "abd"), 2, Cancellation.none());
    var rows = encoder.encodeNegative(List.of("abe"), 2, Cancellation.none());
    assertThat(rows.toFloats()).containsExactly(1, 1, 2, 2);
    assertThat(network.runs()).isEqualTo(1);
    assertThat(encoder.tokens("abc", 2)).isEqualTo(2);
  }

  @Test
  void rejectsPaddingOfAnotherWidth() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            TextEncoder.withLearnedPadding(
                network, TextEncoderTest::letters, padding(1, 2, 3), PLACE))
        .withMessageContaining("conditioners.prompt.padding_embedding")
        .withMessageContaining("expected [2]");
  }
}
