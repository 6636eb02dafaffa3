package dev.aulos.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.graph.DType;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.onnx.OnnxModel.Initializer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OnnxModelTest {
  private static final Scope W = Scope.root();

  private static OnnxModel model(Tensor y) {
    return Lowering.lower(Sample.graph(y), path -> DType.F32);
  }

  private static List<String> ops(OnnxModel model) {
    return model.nodes().stream().map(node -> node.kind().op()).collect(Collectors.toList());
  }

  @Test
  void keepsImagesBetweenConvolutions() {
    var conv = new Op.Conv1d(1, 3, 1, 1);
    var x = Tensor.of(conv, Sample.input("x", 1, 16, "t"), W.param("a.weight", 16, 16, 7));
    var snake = x.add(x.mul(W.param("alpha", 16).reshape(1, 16, 1)).sin().square());
    var y = Tensor.of(conv, snake, W.param("b.weight", 16, 16, 7));
    assertThat(ops(model(y)))
        .containsExactly("Unsqueeze", "Conv", "Mul", "Sin", "Mul", "Add", "Conv", "Squeeze");
  }

  @Test
  void namesNodesByTheParametersTheyRead() {
    var layer = W.at("layers", 3, "attn");
    var y = Sample.input("x", "n", 4).matmulTransposed(layer.param("weight", 4, 4)).sin().mul(2);
    assertThat(model(y).nodes())
        .extracting(OnnxModel.Node::name)
        .containsExactly("layers.3.attn/FusedMatMul", "layers.3.attn/Sin", "layers.3.attn/Mul");
  }

  @Test
  void readsATransposedParameterWhereItIs() {
    var y = Sample.input("x", "n", 4).matmul(W.param("weight", 6, 4).transpose(1, 0));
    assertThat(ops(model(y))).containsExactly("FusedMatMul");
  }

  @Test
  void keepsEqualConstantsOnce() {
    var y = Sample.input("x", 3).mul(2).add(2).mul(3);
    assertThat(model(y).initializers()).hasSize(2);
  }

  @Test
  void writesReferencesToParametersAndLargeConstants() {
    var large = Tensor.constant(NdArray.zeros(DType.F32, 512, 512));
    var y = Sample.input("x", 1, 512).matmul(W.param("weight", 512, 512)).matmul(large);
    assertThat(model(y).initializers())
        .hasSize(2)
        .noneMatch(initializer -> initializer instanceof Initializer.Inline);
    assertThat(OnnxWriter.write(model(y))).hasSizeLessThan(1000);
  }

  @Test
  void keepsTheNamesOfInputsAndOutputs() {
    var outputs = new LinkedHashMap<String, Tensor>();
    outputs.put("z", Sample.input("x", 3).sin());
    outputs.put("a", Sample.input("y", 3).cos());
    var model = Lowering.lower(Graph.of("two", outputs), path -> DType.F32);
    assertThat(model.inputs()).extracting(OnnxModel.Value::name).containsExactly("x", "y");
    assertThat(model.outputs()).extracting(OnnxModel.Value::name).containsExactly("z", "a");
  }

  @Test
  void widensParametersStoredInOtherTypes() {
    var y = Sample.input("x", 3).mul(W.param("scale", 3));
    var model = Lowering.lower(Sample.graph(y), Map.of("scale", DType.F16)::get);
    assertThat(ops(model)).containsExactly("Cast", "Mul");
  }
}
