package dev.aulos.graph;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a graph costs: floating-point operations, two for each multiply-add of a matrix product, a
/// convolution or an attention (elementwise ops are not counted, nor is the skipping of padding),
/// and the parameters it reads.
///
/// @param flopByKind the operations of each kind; every kind is present
/// @param parameters the number of parameter elements
public record Cost(Map<Kind, Long> flopByKind, long parameters) {
  /// The ops whose operations are counted.
  public enum Kind {
    MATMUL,
    CONV,
    CONV_TRANSPOSE,
    ATTENTION
  }

  /// Copies the map, kinds in order.
  public Cost {
    flopByKind = Collections.unmodifiableMap(new LinkedHashMap<>(flopByKind));
  }

  /// The cost of one run of a graph under the given lengths.
  ///
  /// @throws IllegalArgumentException if a length that counts has no value
  public static Cost of(Graph graph, Map<String, Long> lengths) {
    var flop = new EnumMap<Kind, Long>(Kind.class);
    for (var kind : Kind.values()) {
      flop.put(kind, 0L);
    }
    for (var node : graph.nodes()) {
      count(node, lengths, flop);
    }
    long parameters = 0;
    for (var shape : graph.parameters().values()) {
      parameters = Math.addExact(parameters, product(shape.fixed()));
    }
    return new Cost(flop, parameters);
  }

  /// All operations.
  public long flop() {
    long sum = 0;
    for (long flop : flopByKind.values()) {
      sum = Math.addExact(sum, flop);
    }
    return sum;
  }

  /// The bytes of the parameters held in one type.
  public long parameterBytes(DType type) {
    return Math.multiplyExact(parameters, (long) type.bytes());
  }

  private static void count(Tensor node, Map<String, Long> lengths, Map<Kind, Long> flop) {
    var in = node.inputs();
    switch (node.op()) {
      case Op.MatMul op -> {
        long k = in.get(0).dim(op.transposeA() ? -2 : -1).at(lengths);
        add(flop, Kind.MATMUL, size(node, lengths), k);
      }
      case Op.Conv1d op -> add(flop, Kind.CONV, size(node, lengths), taps(in.get(1)));
      case Op.ConvTranspose1d op ->
          add(flop, Kind.CONV_TRANSPOSE, size(in.get(0), lengths), taps(in.get(1)));
      case Op.Attention op -> add(flop, Kind.ATTENTION, pairs(op, in, lengths), widths(op, in));
      default -> {} // counted as free
    }
  }

  /// The multiply-adds of each element that meets every tap of its kernels: all axes but the first.
  private static long taps(Tensor weight) {
    return product(weight.dim(1).fixed(), weight.dim(2).fixed());
  }

  /// The pairs of a query and a key, over batch and heads.
  private static long pairs(Op.Attention op, List<Tensor> in, Map<String, Long> lengths) {
    var q = in.get(0);
    return product(
        q.dim(0).at(lengths), op.heads(), q.dim(1).at(lengths), in.get(1).dim(1).at(lengths));
  }

  /// The multiply-adds of a pair: the width of a key and that of a value.
  private static long widths(Op.Attention op, List<Tensor> in) {
    return in.get(0).dim(2).fixed() / op.heads() + in.get(2).dim(2).fixed() / op.kvHeads();
  }

  private static long size(Tensor tensor, Map<String, Long> lengths) {
    return product(tensor.shape().at(lengths));
  }

  private static long product(long... factors) {
    long product = 1;
    for (long factor : factors) {
      product = Math.multiplyExact(product, factor);
    }
    return product;
  }

  private static void add(Map<Kind, Long> flop, Kind kind, long results, long multiplyAdds) {
    flop.merge(kind, product(2, results, multiplyAdds), Math::addExact);
  }
}
