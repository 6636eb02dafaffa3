package dev.aulos.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The numbers of a run by name, each as a curve over its steps.
public final class Curves {
  /// What a run calls the number that it lowers.
  public static final String LOSS = "loss";

  /// What a run calls the loss on what it is not trained on, before the first step, at every
  /// checkpoint, and at the end.
  public static final String HELD_OUT = "held_out";

  private final Map<String, List<Point>> curves = new LinkedHashMap<>();

  /// A number at a step.
  ///
  /// @param step counts from 1; 0 is before the first
  public record Point(long step, double value) {}

  Curves() {}

  void add(long step, Map<String, Double> numbers) {
    numbers.forEach((name, value) ->
        curves.computeIfAbsent(name, n -> new ArrayList<>()).add(new Point(step, value)));
  }

  void clear() {
    curves.clear();
  }

  /// What there are curves of.
  public Set<String> names() {
    return curves.keySet();
  }

  /// A curve in at most `count` points, each the mean of equally many neighbours; empty if there is
  /// no such curve.
  public List<Point> points(String name, int count) {
    var all = curves.getOrDefault(name, List.of());
    int points = Math.min(count, all.size());
    var means = new ArrayList<Point>();
    for (int i = 0; i < points; i++) {
      int from = (int) ((long) i * all.size() / points);
      int to = (int) ((long) (i + 1) * all.size() / points);
      double sum = 0;
      for (var point : all.subList(from, to)) {
        sum += point.value;
      }
      means.add(new Point(all.get(to - 1).step, sum / (to - from)));
    }
    return means;
  }
}
