package dev.aulos.engine.verify;

import dev.aulos.engine.conditioning.T5GemmaFiles;
import dev.aulos.graph.Backend;
import dev.aulos.graph.DType;
import dev.aulos.graph.Executable;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.models.t5gemma.T5GemmaConfig;
import dev.aulos.models.t5gemma.T5GemmaEncoder;
import dev.aulos.models.t5gemma.TokenTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Cases of a T5Gemma encoder alone: the states in every layer, with the soft cap on attention
/// logits and without.
final class GemmaCase {
  private static final String LAST = "/last_hidden_state";

  private final T5GemmaFiles files;
  private final Backend backend;
  private final Weights golden;
  private final Checks checks;

  private GemmaCase(ReferenceCase reference, Backend backend) throws IOException {
    this.backend = backend;
    files = T5GemmaFiles.open(folder(reference).orElseThrow());
    golden = reference.weights("golden.safetensors");
    checks = new Checks(reference, golden);
  }

  /// Whether the case gives padded rows of ids, and the states of an encoder in a sub-folder.
  static boolean fits(ReferenceCase reference) {
    var tensors = reference.json().getAsJsonObject("tensors");
    return tensors != null
        && tensors.has("ids")
        && tensors.has("mask")
        && !variants(reference).isEmpty()
        && folder(reference).isPresent();
  }

  /// The sub-folder that holds a model in the layout of Hugging Face.
  static Optional<Path> folder(ReferenceCase reference) {
    try (var all = Files.list(reference.folder())) {
      return all.filter(f -> Files.isRegularFile(f.resolve("config.json")))
          .filter(f -> Files.isRegularFile(f.resolve("model.safetensors")))
          .sorted()
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What stands before the names of each set of expected states.
  private static Set<String> variants(ReferenceCase reference) {
    var variants = new TreeSet<String>();
    for (var entry : reference.json().getAsJsonObject("tensors").entrySet()) {
      var role = entry.getValue().getAsJsonObject().get("role").getAsString();
      if (role.equals("expected") && entry.getKey().endsWith(LAST)) {
        variants.add(entry.getKey().substring(0, entry.getKey().length() - LAST.length()));
      }
    }
    return variants;
  }

  static List<Check> run(ReferenceCase reference, Backend backend) throws IOException {
    var all = new GemmaCase(reference, backend);
    for (var variant : variants(reference)) {
      var config = all.files.config();
      all.compare(variant, variant.contains("nocap") ? config.withoutSoftCap() : config);
    }
    return all.checks.done();
  }

  private void compare(String variant, T5GemmaConfig config) {
    int longest = (int) golden.shape("ids")[1];
    var encoder = T5GemmaEncoder.of(T5GemmaFiles.ENCODER, config);
    var seen = new LinkedHashMap<String, Tensor>();
    var rows = encoder.graph(longest, seen::put).output("rows");
    seen.put(LAST.substring(1), rows);
    var table = TokenTable.of(encoder, files.weights());
    var graph = Graph.of("t5gemma states", seen);
    try (var executable = backend.compile(graph, files.weights())) {
      var states = states(executable, table);
      states.forEach((name, value) -> checks.compareIfExpected(variant + "/" + name, value));
    }
  }

  /// Each state (rows, n, width), zeros at padding: the encoder sees the real tokens alone.
  private Map<String, NdArray> states(Executable executable, TokenTable table) {
    var ids = ids(golden.get("ids"), golden.get("mask"));
    int n = (int) golden.shape("ids")[1];
    int width = files.config().width();
    var states = new LinkedHashMap<String, NdArray>();
    executable
        .graph()
        .outputs()
        .keySet()
        .forEach(name -> states.put(name, NdArray.zeros(DType.F32, ids.length, n, width)));
    for (int row = 0; row < ids.length; row++) {
      if (ids[row].length > 0) {
        int start = row * n * width;
        int end = start + ids[row].length * width;
        executable
            .run(Map.of("vectors", table.rows(ids[row])))
            .forEach((name, value) ->
                states.getOrDefault(name, value).floats(start, end).put(value.floats()));
      }
    }
    return states;
  }

  /// The real ids of each padded row.
  static int[][] ids(NdArray ids, NdArray mask) {
    int n = (int) ids.dim(1);
    var values = ids.toF32().floats(); // exact: ids are far below 2²⁴
    var real = mask.toF32().floats();
    var rows = new int[(int) ids.dim(0)][];
    for (int row = 0; row < rows.length; row++) {
      int count = 0;
      while (count < n && real.get(row * n + count) != 0) {
        count++;
      }
      rows[row] = new int[count];
      for (int i = 0; i < count; i++) {
        rows[row][i] = (int) values.get(row * n + i);
      }
    }
    return rows;
  }
}
