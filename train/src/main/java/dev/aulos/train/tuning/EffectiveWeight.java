package dev.aulos.train.tuning;

import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/// What an adapter makes of a weight of a given size, as a computation.
///
/// @param factors the trained inputs, by their names in files
/// @param result (rows, columns)
record EffectiveWeight(Map<String, Tensor> factors, Tensor result) {
  static final String WEIGHT = "weight";
  static final String U = "U";
  static final String V = "V";

  /// The engine's floor beneath the length of a row or column.
  private static final float FLOOR = 1e-12f;

  /// The formula of a form. Lengths are of what was added to; gradients flow through them.
  static EffectiveWeight of(Adaptation adaptation, int rows, int columns) {
    var form = adaptation.form();
    var factors = new LinkedHashMap<String, Tensor>();
    var weight = Tensor.input(WEIGHT, Shape.of(rows, columns));
    var added = delta(adaptation, rows, columns, factors).mul((float) adaptation.scale());
    var result = weight.add(added);
    if (form.rows()) {
      var lengths = input(factors, form.rowKey(), rows).reshape(rows, 1);
      result = result.mul(lengths.div(norms(result, 1, rows, 1)));
    }
    if (form.columns()) {
      var lengths = input(factors, form.columnKey(), columns).reshape(1, columns);
      result = result.mul(lengths.div(norms(result, 0, 1, columns)));
    }
    return new EffectiveWeight(factors, result);
  }

  private static Tensor delta(
      Adaptation adaptation, int rows, int columns, Map<String, Tensor> factors) {
    if (adaptation.form().extraSmall()) {
      int rank = Math.min(adaptation.rank(), Math.min(rows, columns));
      var core = input(factors, AdapterForm.CORE, rank, rank);
      var u = Tensor.input(U, Shape.of(rows, rank));
      return u.matmul(core).matmulTransposed(Tensor.input(V, Shape.of(columns, rank)));
    }
    var a = input(factors, AdapterForm.A, adaptation.rank(), columns);
    return input(factors, AdapterForm.B, rows, adaptation.rank()).matmul(a);
  }

  private static Tensor input(Map<String, Tensor> factors, String key, long... shape) {
    var input = Tensor.input(key, Shape.of(shape));
    factors.put(key, input);
    return input;
  }

  /// Lengths along an axis, kept from zero, where a root has no slope.
  private static Tensor norms(Tensor matrix, int axis, long... shape) {
    var squares = matrix.square().sum(axis).reshape(shape);
    return squares.maximum(Tensor.constant(FLOOR * FLOOR)).sqrt().add(FLOOR);
  }
}
