package dev.aulos.engine.pipeline;

import dev.aulos.graph.Cost;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// How much work a generation is, in floating-point operations by stage, and how much is done.
final class Work {
  /// How much longer an operation takes on the few rows of a text, where memory sets the pace.
  private static final double SLOWER_TEXT = 5;

  private final Map<Run.Stage, Double> total = new EnumMap<>(Run.Stage.class);
  private final Map<Run.Stage, Double> done = new EnumMap<>(Run.Stage.class);

  Work(Networks networks, Plan plan) {
    double text = 0;
    int most = networks.config().text().maxTokens();
    for (var prompt : plan.texts()) {
      long tokens = networks.text().tokens(prompt, most);
      var lengths = Map.of("batch", 1L, "tokens", Math.max(1, tokens));
      text += Cost.of(networks.text().network().graph(), lengths).flop();
    }
    total.put(Run.Stage.TEXT, text);
    total.put(
        Run.Stage.INIT, plan.init().isPresent() ? networks.codec().encodeCost(plan.frames()) : 0.0);
    long batch = plan.batch() * (plan.guidance().scale() == 1 ? 1L : 2L);
    var lengths =
        Map.of(
            "batch",
            batch,
            "frames",
            (long) plan.frames(),
            "context",
            (long) networks.conditioners().rows(),
            "rows",
            2L);
    double step = Cost.of(networks.diffusion().step().graph(), lengths).flop();
    total.put(Run.Stage.SAMPLING, step * plan.schedule().steps());
    double hop = networks.codec().hop();
    double decode = 0;
    for (long samples : plan.samples()) {
      decode += networks.codec().decodeCost((long) Math.ceil(samples / hop));
    }
    total.put(Run.Stage.DECODING, decode);
  }

  /// Notes that this part of a stage, from 0 to 1, is done.
  void done(Run.Stage stage, double part) {
    done.put(stage, part);
  }

  /// The operations of every stage.
  Map<Run.Stage, Double> total() {
    return Collections.unmodifiableMap(total);
  }

  /// The part of the whole that is done, as far as time goes.
  double fraction() {
    double all = 0;
    double made = 0;
    for (var stage : total.entrySet()) {
      double weight = stage.getValue() * (stage.getKey() == Run.Stage.TEXT ? SLOWER_TEXT : 1);
      all += weight;
      made += weight * Math.min(1, done.getOrDefault(stage.getKey(), 0.0));
    }
    return all == 0 ? 0 : made / all;
  }
}
