package dev.aulos.engine.diffusion;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.Executable;
import dev.aulos.graph.NdArray;
import dev.aulos.models.dit.DitConfig;
import dev.aulos.models.dit.PaddingRule;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All that no step changes: the values computed of the conditioning, for the whole batch and after
/// it, when guided, for its unconditional half.
///
/// @param values by the names that the step has for them
record Prepared(
    DitConfig config,
    Map<String, NdArray> values,
    LocalRows local,
    Optional<Padding> padding,
    int batch,
    int frames) {

  /// Computes what no step changes.
  ///
  /// @param guided whether there is an unconditional half
  static Prepared of(
      Executable conditioning,
      DitConfig config,
      Conditioning given,
      boolean guided,
      int frames,
      Cancellation cancellation) {
    given.padding().ifPresent(p -> p.check(given.batch(), frames));
    var local = LocalRows.of(given.local(), config.localWidth(), given.batch(), frames);
    var cross = guided ? doubled(given.cross(), given.negative()) : given.cross();
    var global = guided ? doubled(given.global(), Optional.of(given.global())) : given.global();
    var inputs = new HashMap<String, NdArray>();
    inputs.put("cross", cross);
    inputs.put("global", global);
    if (config.localWidth() > 0) {
      inputs.put("local", local.table());
    }
    var values = conditioning.run(inputs, Map.of(), cancellation);
    return new Prepared(config, values, local, given.padding(), given.batch(), frames);
  }

  /// `first`, then `second` or as many zeros, along the batch.
  private static NdArray doubled(NdArray first, Optional<NdArray> second) {
    var shape = first.shape();
    shape[0] *= 2;
    var both = NdArray.zeros(DType.F32, shape);
    var values = both.floats();
    values.put(first.floats());
    second.ifPresent(s -> values.put(s.floats()));
    return both;
  }

  /// The same with only these of the values.
  Prepared only(Set<String> names) {
    var kept = new HashMap<>(values);
    kept.keySet().retainAll(names);
    return new Prepared(config, kept, local, padding, batch, frames);
  }

  /// What the step does with padding; nothing when there is none left after cropping.
  PaddingRule rule() {
    return padding.map(Padding::rule).orElse(PaddingRule.NONE);
  }

  /// The inputs of a step that runs a group, `halves` times one after another.
  Map<String, NdArray> inputs(Group group, int halves) {
    var inputs = new HashMap<String, NdArray>();
    values.forEach((name, all) ->
        inputs.put(name, name.startsWith("local.") ? all : chosen(all, group, halves)));
    if (config.localWidth() > 0) {
      inputs.put("local_rows", rows(group, halves));
    }
    if (rule() != PaddingRule.NONE) {
      inputs.put("valid", valid(group, halves));
    }
    return inputs;
  }

  private NdArray chosen(NdArray all, Group group, int halves) {
    int items = group.items().size();
    if (group.isPrefix() && (halves == 1 || items == batch)) {
      return all.first((long) halves * items);
    }
    var shape = all.shape();
    int size = all.size() / (int) shape[0];
    shape[0] = (long) halves * items;
    var part = NdArray.zeros(DType.F32, shape);
    var out = part.floats();
    for (int half = 0; half < halves; half++) {
      for (int item : group.items()) {
        int from = (half * batch + item) * size;
        out.put(all.floats(from, from + size));
      }
    }
    return part;
  }

  private NdArray rows(Group group, int halves) {
    int memory = config.memoryTokens();
    var rows = NdArray.zeros(DType.I64, tokens(group, halves));
    var out = rows.longs();
    int at = 0;
    for (int half = 0; half < halves; half++) {
      for (int item : group.items()) {
        for (int i = 0; i < memory + group.frames(); i++) {
          out.put(at++, i < memory ? LocalRows.NOTHING : local.row(item, i - memory));
        }
      }
    }
    return rows;
  }

  private NdArray valid(Group group, int halves) {
    int memory = config.memoryTokens();
    var valid = NdArray.zeros(DType.F32, tokens(group, halves));
    var out = valid.floats();
    int at = 0;
    for (int half = 0; half < halves; half++) {
      for (int item : group.items()) {
        for (int i = 0; i < memory + group.frames(); i++) {
          out.put(at++, i < memory + validFrames(item) ? 1 : 0);
        }
      }
    }
    return valid;
  }

  private long[] tokens(Group group, int halves) {
    return new long[] {
      (long) halves * group.items().size(), config.memoryTokens() + group.frames()
    };
  }

  /// The frames of an item that are real.
  int validFrames(int item) {
    return padding.isPresent() ? padding.get().validFrames().get(item) : frames;
  }
}
