package dev.aulos.engine.verify;

import com.google.gson.JsonObject;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The comparisons of one case. Expected tensors that nobody compared count as failed.
final class Checks {
  private final JsonObject tensors;
  private final Weights golden;
  private final List<Check> checks = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  Checks(ReferenceCase reference, Weights golden) {
    tensors = reference.json().getAsJsonObject("tensors");
    this.golden = golden;
  }

  boolean expects(String name) {
    return golden.paths().contains(name);
  }

  NdArray input(String name) {
    return golden.get(name).toF32();
  }

  NdArray raw(String name) {
    return golden.get(name);
  }

  /// Compares with the expected tensor of this name, if the case has one.
  void compareIfExpected(String name, NdArray got) {
    if (expects(name)) {
      compare(name, got);
    }
  }

  void compare(String name, NdArray got) {
    var entry = tensors.getAsJsonObject(name);
    if (entry.has("tol_rel")) {
      compareRelative(name, got, entry.get("tol_rel").getAsDouble());
    } else {
      compare(name, got, entry.get("tol_abs").getAsDouble());
    }
  }

  /// Compares as a program that makes its own schedule may differ.
  void compareOwnMath(String name, NdArray got) {
    if (!expects(name)) {
      return;
    }
    var entry = tensors.getAsJsonObject(name);
    var wider = entry.get("tol_abs_own_math");
    double narrow = entry.get("tol_abs").getAsDouble();
    compare(name, got, wider == null || wider.isJsonNull() ? narrow : wider.getAsDouble());
  }

  void compare(String name, NdArray got, double tolerance) {
    seen.add(name);
    checks.add(new Check(name, difference(got, golden.get(name).toF32(), 0), tolerance));
  }

  private void compareRelative(String name, NdArray got, double tolerance) {
    seen.add(name);
    checks.add(new Check(name, difference(got, golden.get(name).toF32(), 1e-30), tolerance));
  }

  void add(Check check) {
    checks.add(check);
  }

  /// All comparisons, and a failed one for every expected tensor that was passed over.
  List<Check> done() {
    var all = new ArrayList<>(checks);
    for (var entry : tensors.entrySet()) {
      var role = entry.getValue().getAsJsonObject().get("role").getAsString();
      if (role.equals("expected") && !seen.contains(entry.getKey())) {
        all.add(new Check(entry.getKey() + " (not compared)", Double.POSITIVE_INFINITY, 0));
      }
    }
    return all;
  }

  /// The largest difference: absolute for a floor of 0, else relative to values above the floor.
  static double difference(NdArray got, NdArray expected, double floor) {
    if (got.size() != expected.size() || !sameShape(got.shape(), expected.shape())) {
      return Double.POSITIVE_INFINITY;
    }
    var a = got.floats();
    var b = expected.floats();
    double worst = 0;
    for (int i = 0; i < a.capacity(); i++) {
      double difference = Math.abs((double) a.get(i) - b.get(i));
      if (floor > 0) {
        difference /= Math.max(floor, Math.abs(b.get(i)));
      }
      worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
    }
    return worst;
  }

  /// Whether the shapes agree, extents of 1 aside.
  private static boolean sameShape(long[] a, long[] b) {
    return Arrays.equals(
        Arrays.stream(a).filter(d -> d != 1).toArray(),
        Arrays.stream(b).filter(d -> d != 1).toArray());
  }
}
