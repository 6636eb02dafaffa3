package dev.aulos.train.tuning;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/// The factors that leave a weight as it is: B or the core zero, A drawn evenly from ±1/√in
/// (Kaiming's with a = √5), lengths those of the weight.
final class InitialFactors {
  private InitialFactors() {}

  /// By their names in files; they depend on the module's name, its weight and the adaptation.
  static Map<String, NdArray> of(AdaptedModule module, Adaptation adaptation) {
    var form = adaptation.form();
    var factors = new LinkedHashMap<String, NdArray>();
    if (form.extraSmall()) {
      int rank = Math.min(adaptation.rank(), Math.min(module.rows(), module.columns()));
      factors.put(AdapterForm.CORE, NdArray.zeros(DType.F32, rank, rank));
    } else {
      factors.put(AdapterForm.A, drawn(module, adaptation));
      factors.put(AdapterForm.B, NdArray.zeros(DType.F32, module.rows(), adaptation.rank()));
    }
    if (form.rows()) {
      factors.put(form.rowKey(), lengths(module, true));
    }
    if (form.columns()) {
      factors.put(form.columnKey(), lengths(module, false));
    }
    return factors;
  }

  private static NdArray drawn(AdaptedModule module, Adaptation adaptation) {
    var random = new Random(adaptation.seed() * 0x9E3779B97F4A7C15L + module.name().hashCode());
    double most = 1 / Math.sqrt(module.columns());
    var a = NdArray.zeros(DType.F32, adaptation.rank(), module.columns());
    var values = a.floats();
    while (values.hasRemaining()) {
      values.put((float) ((2 * random.nextDouble() - 1) * most));
    }
    return a;
  }

  private static NdArray lengths(AdaptedModule module, boolean ofRows) {
    var values = module.weight().toFloats();
    var squares = new double[ofRows ? module.rows() : module.columns()];
    for (int i = 0; i < values.length; i++) {
      int place = ofRows ? i / module.columns() : i % module.columns();
      squares[place] += (double) values[i] * values[i];
    }
    var lengths = new float[squares.length];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = (float) Math.sqrt(squares[i]);
    }
    return NdArray.of(lengths, lengths.length);
  }
}
