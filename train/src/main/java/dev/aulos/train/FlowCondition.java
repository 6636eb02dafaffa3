package dev.aulos.train;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the transformer of a diffusion model is told of a batch.
///
/// @param cross what cross-attention sees, in order: rows (b, n, width) of the texts and of numbers
/// @param text which of these are the texts'
/// @param rows of the texts alone, (b, n, width), zeros where a text has ended
/// @param global (b, width of the global vector)
/// @param given (b, 1, 1), 0 for items from which what cross-attention sees is withheld
/// @param local what each frame is told, (b, frames, localWidth), by models that tell it
/// @param valid (b, n), 1 for sound and what stands before it, 0 for padding, in models that know
///   of padding
public record FlowCondition(
    List<Tensor> cross,
    int text,
    Tensor rows,
    Tensor global,
    Tensor given,
    Optional<Tensor> local,
    Optional<Tensor> valid) {
  /// Copies the list.
  public FlowCondition {
    cross = List.copyOf(cross);
  }

  /// The same with the texts rolled by one: each item has that of the item before it, the first one
  /// that of the last.
  public FlowCondition rolled() {
    var changed = new ArrayList<>(cross);
    changed.set(text, rolled(cross.get(text)));
    return new FlowCondition(changed, text, rolled(rows), global, given, local, valid);
  }

  private static Tensor rolled(Tensor items) {
    var b = items.dim(0);
    return Tensor.concat(0, items.slice(0, b.plus(-1), b), items.slice(0, Dim.of(0), b.plus(-1)));
  }

  /// The same with what cross-attention sees withheld from all items.
  public FlowCondition withheld() {
    return new FlowCondition(cross, text, rows, global, given.mul(0), local, valid);
  }

  /// The same with what frames are told withheld as well: of the sound, nothing is said but how
  /// long it is.
  public FlowCondition untold() {
    var silent = local.map(told -> told.mul(0));
    return new FlowCondition(cross, text, rows, global, given.mul(0), silent, valid);
  }

  /// The inputs of a transformer that looks at `x` (b, channels, frames).
  public Map<String, Tensor> inputs(Tensor x, DiffusionTimes time) {
    var inputs = new LinkedHashMap<String, Tensor>();
    inputs.put("x", x);
    inputs.put(time.input(), time.told());
    inputs.put("cross", Tensor.concat(1, cross.toArray(Tensor[]::new)).mul(given));
    inputs.put("global", global);
    local.ifPresent(rows -> inputs.put("local", rows));
    valid.ifPresent(mask -> inputs.put("valid", mask));
    return inputs;
  }
}
