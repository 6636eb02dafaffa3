package dev.aulos.engine.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamePatternTest {
  @Test
  void standsForEachNumberOfEachRange() {
    var pattern = NamePattern.of("layers.[1-2].x[9-8]y");
    assertThat(List.of("layers.1.x.8y", "layers.2.x.9y", "a.layers.2.x.8y.b"))
        .allMatch(pattern::isIn);
    assertThat(List.of("layers.3.x.8y", "layers.1.x.7y", "layers.1", "")).noneMatch(pattern::isIn);
  }

  @Test
  void isInAnyNameThatHasItAsAPart() {
    assertThat(NamePattern.of("layers.[0-1]").isIn("transformer.layers.12.ff")).isTrue();
    assertThat(NamePattern.of("self_attn").isIn("layers.0.self_attn.to_qkv")).isTrue();
    assertThat(NamePattern.of("a.b").isIn("aXb")).as("a dot is a dot").isFalse();
  }

  @Test
  void meansWholeNumbersWhereTheDotIsLeftOut() {
    var pattern = NamePattern.of("layers[0-1]");
    assertThat(pattern.isIn("layers.1.ff")).isTrue();
    assertThat(pattern.isIn("layers.12.ff")).isFalse();
  }

  @Test
  void refusesRangesWithoutEnd() {
    assertThatThrownBy(() -> NamePattern.of("x[0-999999]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 10000");
  }

  @Test
  void listsAreSplitAtCommasAndTakenInLowerCase() {
    var filter = LayerFilter.of(" to_kv ,, PREPROCESS,");
    assertThat(filter.disables("preprocess_conv")).isTrue();
    assertThat(filter.disables("layers.0.to_kv")).isTrue();
    assertThat(filter.disables("layers.0.To_KV")).isFalse();
    assertThat(LayerFilter.of(" , ").disables("anything")).isFalse();
  }
}
