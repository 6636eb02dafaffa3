package dev.aulos.engine.verify;

import com.google.gson.JsonParser;
import dev.aulos.engine.files.TextFile;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.models.t5.RelativePositions;
import dev.aulos.models.t5.T5Config;
import dev.aulos.models.t5.T5Encoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/// Cases of a T5 encoder alone: the states after every layer, on padded rows of ids.
final class TextEncoderCase {
  private TextEncoderCase() {}

  static List<Check> run(ReferenceCase reference, Backend backend) throws IOException {
    var config = T5Config.of(JsonParser.parseString(TextFile.read(reference.file("config.json"))));
    var weights = reference.weights("model.safetensors");
    var golden = reference.weights("golden.safetensors");
    var mask = golden.get("attention_mask").toF32();
    var states = states(golden.get("input_ids"), mask, config, weights, backend);
    double tolerance = reference.json().getAsJsonObject("tolerance").get("abs").getAsDouble();
    var checks = new ArrayList<Check>();
    for (var name : new TreeSet<>(golden.paths())) {
      var got = name.equals("last_hidden_state") ? states.get("rows") : states.get(name);
      if (got != null) {
        var real = masked(golden.get(name), mask);
        checks.add(new Check(name, Checks.difference(masked(got, mask), real, 0), tolerance));
      } else if (name.startsWith("hidden")) {
        checks.add(new Check(name + " (not computed)", Double.POSITIVE_INFINITY, tolerance));
      }
    }
    return checks;
  }

  /// Compares the states of an encoder on the ids and mask under `prefix`, padding included.
  static void compare(
      Checks checks, String prefix, T5Config config, Weights weights, Backend backend) {
    var ids = checks.raw(prefix + "ids");
    var states = states(ids, checks.input(prefix + "mask"), config, weights, backend);
    checks.compareIfExpected(prefix + "last_hidden", Objects.requireNonNull(states.remove("rows")));
    states.forEach((name, value) -> checks.compareIfExpected(prefix + name, value));
  }

  private static Map<String, NdArray> states(
      NdArray ids, NdArray mask, T5Config config, Weights weights, Backend backend) {
    var seen = new LinkedHashMap<String, Tensor>();
    var graph = T5Encoder.of(Scope.root(), config).graph(seen::put);
    seen.putAll(graph.outputs());
    var row = new long[ids.size()];
    var values = ids.toF32().floats(); // exact: ids are far below 2²⁴
    for (int i = 0; i < row.length; i++) {
      row[i] = (long) values.get(i);
    }
    var inputs =
        Map.of(
            "ids", NdArray.of(row, ids.shape()),
            "mask", mask,
            "buckets", RelativePositions.buckets((int) ids.dim(1), config));
    try (var executable = backend.compile(Graph.of("t5 states", seen), weights)) {
      return new LinkedHashMap<>(executable.run(inputs));
    }
  }

  private static NdArray masked(NdArray states, NdArray mask) {
    var factors = mask.toFloats();
    var values = states.toFloats();
    int width = (int) states.dim(2);
    for (int i = 0; i < values.length; i++) {
      values[i] = factors[i / width] == 0 ? 0 : values[i];
    }
    return NdArray.of(values, states.shape());
  }
}
