package dev.aulos.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.graph.Weights;

/// Bit-for-bit comparison of stored tensors.
final class Same {
  private Same() {}

  static void assertSame(Weights got, Weights expected, String path) {
    assertThat(got.paths()).contains(path);
    assertThat(got.shape(path)).as(path).isEqualTo(expected.shape(path));
    assertThat(got.get(path).shape()).as(path).isEqualTo(expected.shape(path));
    assertThat(got.type(path)).as(path).isEqualTo(expected.get(path).type());
    assertThat(got.get(path).type()).as(path).isEqualTo(expected.get(path).type());
    assertThat(got.get(path).bytes().equals(expected.get(path).bytes())).as(path).isTrue();
  }
}
