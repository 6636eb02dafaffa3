package dev.aulos.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gradients by graph rewriting: the reverse pass over the nodes of a computation adds, by one rule
/// for each op, the nodes that compute its gradients. What comes out is a graph like any other.
public final class Gradients {
  private final List<Tensor> nodes;
  private final Set<Tensor> active;
  private final Map<Tensor, Contributions> contributions = new HashMap<>();
  private final Set<Tensor> boundaries;
  private final Recomputation recomputation;
  private final Set<Tensor> leaves;
  private final List<Tensor> leafGradients = new ArrayList<>();

  private Gradients(
      List<Tensor> nodes,
      Collection<Tensor> wrt,
      Collection<Tensor> boundaries,
      Recomputation recomputation) {
    this.nodes = nodes;
    this.boundaries = new HashSet<>(boundaries);
    this.recomputation = recomputation;
    active = active(nodes, wrt);
    leaves = new HashSet<>(wrt);
  }

  /// The gradients of `loss` with respect to each of `wrt`, of their shapes, in their order.
  ///
  /// @param loss one number, of any shape
  /// @throws IllegalArgumentException if the loss is more than one number
  public static Map<Tensor, Tensor> of(Tensor loss, Collection<Tensor> wrt) {
    return of(loss, wrt, List.of());
  }

  /// The same, one stretch between `boundaries` after the other: the gradients of what lies behind
  /// a boundary are done before those of what lies before it are begun, so that a backend need not
  /// keep what they are made of.
  ///
  /// @param boundaries values of the forward pass, such as the results of a network's blocks
  public static Map<Tensor, Tensor> of(
      Tensor loss, Collection<Tensor> wrt, Collection<Tensor> boundaries) {
    return of(Map.of(loss, one(loss)), wrt, boundaries, List.of());
  }

  /// The same, keeping of the values between `boundaries` nothing from the forward pass: each
  /// stretch is computed again from the boundary before it when its gradients are
  /// (arXiv:1604.06174).
  ///
  /// @param boundaries values of the forward pass, such as the results of a network's blocks
  public static Map<Tensor, Tensor> recomputed(
      Tensor loss, Collection<Tensor> wrt, Collection<Tensor> boundaries) {
    return of(Map.of(loss, one(loss)), wrt, boundaries, boundaries);
  }

  private static Tensor one(Tensor loss) {
    if (loss.shape().dims().stream().anyMatch(dim -> !dim.equals(Dim.of(1)))) {
      throw new IllegalArgumentException("a loss is one number, this has shape " + loss.shape());
    }
    return Tensor.constant(1).reshape(loss.shape());
  }

  /// The products of given vectors with the Jacobian: Σ over the keys of `seeds` of the gradient of
  /// ⟨key, its value⟩.
  static Map<Tensor, Tensor> of(Map<Tensor, Tensor> seeds, Collection<Tensor> wrt) {
    return of(seeds, wrt, List.of(), List.of());
  }

  private static Map<Tensor, Tensor> of(
      Map<Tensor, Tensor> seeds,
      Collection<Tensor> wrt,
      Collection<Tensor> boundaries,
      Collection<Tensor> kept) {
    var outputs = new LinkedHashMap<String, Tensor>();
    seeds.keySet().forEach(tensor -> outputs.put("y" + outputs.size(), tensor));
    var nodes = Graph.of("gradients", outputs).nodes();
    var gradients = new Gradients(nodes, wrt, boundaries, new Recomputation(nodes, kept));
    seeds.forEach(gradients::add);
    gradients.pass();
    return gradients.collect(wrt);
  }

  /// The nodes through which any of `wrt` reaches the results.
  private static Set<Tensor> active(List<Tensor> nodes, Collection<Tensor> wrt) {
    Set<Tensor> active = Collections.newSetFromMap(new IdentityHashMap<>());
    active.addAll(wrt);
    for (var node : nodes) {
      if (node.inputs().stream().anyMatch(active::contains)) {
        active.add(node);
      }
    }
    return active;
  }

  private void pass() {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      var node = nodes.get(i);
      var given = contributions.get(node);
      if (given == null || !active.contains(node) || leaves.contains(node)) {
        continue;
      }
      var gradient = given.total(node.shape());
      differentiate(node, boundaries.contains(node) ? afterLeaves(gradient) : gradient);
      contributions.remove(node);
    }
  }

  /// A gradient that no backend can compute before what the leaves have got since the last
  /// boundary: it would keep for them all that they are made of.
  private Tensor afterLeaves(Tensor gradient) {
    var waiting = gradient;
    for (var got : leafGradients) {
      waiting = waiting.add(Recomputation.gate(got));
    }
    leafGradients.clear();
    return waiting;
  }

  private void differentiate(Tensor node, Tensor gradient) {
    recomputation.enter(node, gradient);
    var saved = new ArrayList<Tensor>(node.inputs().size());
    node.inputs().forEach(operand -> saved.add(recomputation.of(operand, node)));
    var rule = new Derivative(node, saved, recomputation.again(node), gradient, this::isActive);
    rule.operandGradients().forEach(this::add);
  }

  private boolean isActive(Tensor operand) {
    return active.contains(operand);
  }

  private void add(Derivative.Part part) {
    if (leaves.contains(part.operand())) {
      leafGradients.add(part.gradient());
    }
    if (active.contains(part.operand())) {
      contributions.computeIfAbsent(part.operand(), t -> new Contributions()).add(part);
    }
  }

  private void add(Tensor tensor, Tensor gradient) {
    add(new Derivative.Part(tensor, gradient));
  }

  private Map<Tensor, Tensor> collect(Collection<Tensor> wrt) {
    var result = new LinkedHashMap<Tensor, Tensor>();
    for (var tensor : wrt) {
      var given = contributions.get(tensor);
      result.put(tensor, given == null ? zeros(tensor.shape()) : given.total(tensor.shape()));
    }
    return result;
  }

  /// Zeros of any shape.
  static Tensor zeros(Shape shape) {
    return Tensor.constant(0).expand(shape);
  }
}
