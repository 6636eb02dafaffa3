package dev.aulos.testkit;

import dev.aulos.graph.Backend;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import java.util.Map;

/// The reference backend, held against the formula of each op in double precision.
final class ReferenceBackendTest extends BackendContract {
  @Override
  protected Backend backend() {
    return new ReferenceBackend();
  }

  @Override
  protected double tolerance(OpSample sample) {
    return 4e-6;
  }

  @Override
  protected NdArray expected(OpSample sample, Map<String, NdArray> inputs) {
    return Formulas.output(sample, inputs);
  }
}
