package dev.aulos.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.graph.NdArray;
import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.onnx.OrtOptions.Prepacking;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// At the models' sizes, the number of threads changes no bit.
class DeterminismTest {
  static Stream<Arguments> graphs() {
    var rows = Sample.input("x", 1, 257, 1024);
    var wide = Sample.input("x", 1, 257, 4096);
    var sound = Sample.input("x", 1, 128, 8192);
    var w = Scope.root();
    var vector = w.param("vector", 1024);
    return Stream.of(
        named("matmul 3072", rows.matmulTransposed(w.param("w", 3072, 1024))),
        named("matmul 1024", wide.matmulTransposed(w.param("w", 1024, 4096))),
        named("matmul plain", rows.matmul(w.param("w", 1024, 1024))),
        named("matmul one row", rows.slice(1, 0, 1).matmulTransposed(w.param("w", 3072, 1024))),
        named("conv 7", Tensor.of(new Op.Conv1d(1, 9, 3, 1), sound, w.param("w", 128, 128, 7))),
        named("conv 1", Tensor.of(new Op.Conv1d(1, 0, 1, 1), sound, w.param("w", 128, 128, 1))),
        named("conv to 2", Tensor.of(new Op.Conv1d(1, 3, 1, 1), sound, w.param("w", 2, 128, 7))),
        named("conv down", Tensor.of(new Op.Conv1d(4, 2, 1, 1), sound, w.param("w", 256, 128, 8))),
        named(
            "conv transpose",
            Tensor.of(new Op.ConvTranspose1d(2, 1), sound, w.param("w", 128, 128, 4))),
        named("self-attention", Tensor.of(new Op.Attention(8, 8, 0.09f), rows, rows, rows)),
        named("cross-attention", cross(rows)),
        named("matmul by rows of weights", byRows(Sample.input("x", 1, 451, 1024))),
        named("chunks of attention", attention(Sample.input("x", 64, 34, 768), 12)),
        named("attention with a bias", window()),
        named("heads' norms", headNorms(rows)),
        named("dynamic tanh", rows.mul(0.7f).tanh().mul(vector).add(vector)),
        named("sine gate", rows.mul(rows.mul((float) Math.PI).sin())),
        named("layer norm", Tensor.of(new Op.LayerNorm(1e-5f), rows, vector, vector)),
        named("rms norm", Tensor.of(new Op.RmsNorm(1e-5f), rows, vector)),
        named("softmax", rows.softmax()),
        named("silu", rows.silu()),
        named("gelu", rows.gelu()),
        named("snake", sound.add(sound.mul(1.3f).sin().square().mul(0.7f))),
        named("sum of rows", rows.sum(1)),
        named("sum in rows", rows.sum(2)));
  }

  private static Tensor cross(Tensor rows) {
    var context = rows.slice(1, 0, 65);
    return Tensor.of(new Op.Attention(8, 8, 0.09f), rows, context, context);
  }

  private static Tensor byRows(Tensor x) {
    var w = Scope.root().param("w", 8192, 1024);
    return x.matmulTransposed(w.slice(0, 0, 4096)).mul(x.matmulTransposed(w.slice(0, 4096, 8192)));
  }

  private static Tensor attention(Tensor x, int heads) {
    return Tensor.of(new Op.Attention(heads, heads, 0.125f), x, x, x);
  }

  private static Tensor window() {
    var q = Sample.input("q", 32, 17, 1536);
    var k = Sample.input("k", 32, 51, 1536);
    return Tensor.of(
        new Op.Attention(24, 24, 0.125f), q, k, k, Sample.input("bias", 32, 1, 17, 51));
  }

  private static Tensor headNorms(Tensor rows) {
    var weight = Scope.root().param("w", 64);
    var heads = rows.reshape(1, 257, 16, 64);
    return Tensor.of(new Op.RmsNorm(1e-6f), heads, weight).reshape(1, 257, 1024);
  }

  private static Arguments named(String name, Tensor y) {
    return Arguments.of(name, y);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void threadsChangeNoBit(String name, Tensor y) {
    var graph = Sample.graph(y);
    var inputs = new LinkedHashMap<String, NdArray>();
    graph.inputs().forEach((input, x) -> inputs.put(input, Sample.normal(1, x.shape().fixed())));
    var parameters = new LinkedHashMap<String, NdArray>();
    graph.parameters().forEach((path, s) -> parameters.put(path, Sample.normal(2, s.fixed())));
    var weights = StoredWeights.of(parameters);
    for (var prepacking : List.of(Prepacking.NEVER, Prepacking.ALWAYS)) {
      var options = OrtOptions.defaults().withPrepacking(prepacking);
      var one = Sample.run(new OrtBackend(options.withThreads(1)), y, weights, inputs);
      for (int threads : new int[] {2, 3, 5}) {
        var many = Sample.run(new OrtBackend(options.withThreads(threads)), y, weights, inputs);
        assertThat(many.bytes())
            .as("%d threads, prepacking %s", threads, prepacking)
            .isEqualTo(one.bytes());
      }
    }
  }
}
