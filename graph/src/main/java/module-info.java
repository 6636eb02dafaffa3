/// The graph: shapes, operations, parameters, and the backends' contract.
@org.jspecify.annotations.NullMarked
module dev.aulos.graph {
  requires static transitive org.jspecify;

  exports dev.aulos.graph;
}
