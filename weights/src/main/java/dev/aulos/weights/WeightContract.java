package dev.aulos.weights;

import dev.aulos.graph.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What a network asks of its weights: these names with these shapes, and no others below its
/// prefix.
public final class WeightContract {
  private static final int LISTED = 5;

  private final Map<String, long[]> expected;
  private final String prefix;
  private final Predicate<String> tolerated;

  private WeightContract(Map<String, long[]> expected, String prefix, Predicate<String> tolerated) {
    this.expected = Collections.unmodifiableMap(new LinkedHashMap<>(expected));
    this.prefix = prefix;
    this.tolerated = tolerated;
  }

  /// A contract that asks for every expected tensor and refuses any other below `prefix`.
  public static WeightContract of(Map<String, long[]> expected, String prefix) {
    return new WeightContract(expected, prefix, name -> false);
  }

  /// The same contract, where names that are `tolerated` may be missing or be there unasked.
  public WeightContract tolerating(Predicate<String> tolerated) {
    return new WeightContract(expected, prefix, this.tolerated.or(tolerated));
  }

  /// Refuses weights that do not fit.
  ///
  /// @throws WeightFormatException naming the tensors that are missing, of another shape, or
  ///   unknown
  public void check(Weights weights) throws WeightFormatException {
    var faults = new ArrayList<String>();
    var unknown = unknown(weights);
    for (var entry : expected.entrySet()) {
      checkOne(weights, entry.getKey(), entry.getValue(), unknown, faults);
    }
    unknown.forEach(name -> faults.add("tensor '" + name + "' is unknown to this model"));
    if (!faults.isEmpty()) {
      throw new WeightFormatException(weights + ": " + list(faults));
    }
  }

  private List<String> unknown(Weights weights) {
    var unknown = new ArrayList<String>();
    for (var path : weights.paths()) {
      if (path.startsWith(prefix) && !expected.containsKey(path) && !tolerated.test(path)) {
        unknown.add(path);
      }
    }
    return unknown;
  }

  private void checkOne(
      Weights weights, String name, long[] shape, List<String> unknown, List<String> faults) {
    if (!weights.paths().contains(name)) {
      if (!tolerated.test(name)) {
        var hints = unknown.isEmpty() ? weights.paths() : unknown;
        var hint = faults.size() < LISTED ? NearestName.hint(name, hints) : "";
        faults.add("tensor '" + name + "' of " + Arrays.toString(shape) + " is missing" + hint);
      }
      return;
    }
    var found = weights.shape(name);
    if (!Arrays.equals(found, shape)) {
      faults.add(
          String.format(
              "tensor '%s' is %s, expected %s%s",
              name, Arrays.toString(found), Arrays.toString(shape), at(weights, name)));
    }
  }

  private static String at(Weights weights, String name) {
    return weights.region(name).map(r -> " (@ " + r.offset() + ")").orElse("");
  }

  private static String list(List<String> faults) {
    var listed = String.join("; ", faults.subList(0, Math.min(LISTED, faults.size())));
    int rest = faults.size() - LISTED;
    return rest <= 0 ? listed : listed + "; and " + rest + " more";
  }
}
