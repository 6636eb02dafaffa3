package dev.aulos.onnx;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Cost;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.models.dit.Dit;
import dev.aulos.models.dit.DitConfig;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.oobleck.Oobleck;
import dev.aulos.models.oobleck.OobleckConfig;
import dev.aulos.onnx.OrtOptions.Prepacking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Prints how fast ONNX Runtime runs what the models are made of, each as the least of several
/// runs, beside the rate of one large matrix product.
///
/// Arguments: the sections to run, of `products`, `convolutions`, `elementwise`, `attention`,
/// `dit`, `decoder`, and the words `plain` (no prepacking), `packed` (all prepacked), `lean` (no
/// arena), `one` (one thread), `overlapping` (two runs at a time), `profile`.
final class Measure {
  private final OrtBackend backend;
  private final Path folder;
  private final boolean profiles;
  private final boolean overlapping;

  private Measure(List<String> words) throws IOException {
    folder = Files.createDirectories(Path.of(System.getProperty("measure.dir", "target/measure")));
    overlapping = words.contains("overlapping");
    profiles = words.contains("profile");
    var options =
        OrtOptions.defaults()
            .withThreads(words.contains("one") ? 1 : 2)
            .withPrepacking(prepacking(words))
            .withArena(!words.contains("lean"));
    backend = new OrtBackend(profiles ? options.withProfileFolder(folder) : options);
  }

  private static Prepacking prepacking(List<String> words) {
    if (words.contains("plain")) {
      return Prepacking.NEVER;
    }
    return words.contains("packed") ? Prepacking.ALWAYS : Prepacking.CONVOLUTIONS;
  }

  public static void main(String[] args) throws IOException {
    var words = List.of(args);
    var measure = new Measure(words);
    System.out.println(measure.backend.name() + " " + words);
    measure.product(2048, 2048, 2048);
    for (var word : words) {
      switch (word) {
        case "products" -> measure.products();
        case "convolutions" -> measure.convolutions();
        case "elementwise" -> measure.elementwise();
        case "attention" -> measure.attention();
        case "dit" -> measure.dit();
        case "decoder" -> measure.decoder();
        default -> {}
      }
    }
    measure.product(2048, 2048, 2048);
  }

  private void products() throws IOException {
    product(257, 1024, 1024);
    product(257, 1024, 3072);
    product(257, 1024, 8192);
    product(257, 4096, 1024);
    product(514, 1024, 8192);
  }

  private void product(int m, int k, int n) throws IOException {
    var y = Sample.input("x", 1, "m", k).matmulTransposed(Scope.root().param("w", n, k));
    time("matmul " + m + "x" + k + "x" + n, Sample.graph(y), Map.of("m", (long) m));
  }

  private void convolutions() throws IOException {
    for (int dilation : new int[] {1, 3, 9}) {
      conv(128, 128, 7, dilation, 32768);
    }
    conv(128, 128, 1, 1, 32768);
    conv(512, 512, 7, 1, 4096);
    conv(512, 512, 1, 1, 4096);
    conv(1024, 1024, 7, 1, 1024);
    conv(64, 2048, 7, 1, 256);
    conv(128, 2, 7, 1, 32768);
    upsample(2048, 1024, 8, 64);
    upsample(512, 256, 4, 4096);
    upsample(128, 128, 2, 16384);
  }

  private void conv(int in, int out, int k, int dilation, int t) throws IOException {
    var op = new Op.Conv1d(1, dilation * (k / 2), dilation, 1);
    var y = Tensor.of(op, Sample.input("x", 1, in, "t"), Scope.root().param("w", out, in, k));
    var name = "conv " + in + "→" + out + " k" + k + " d" + dilation + " t" + t;
    time(name, Sample.graph(y), Map.of("t", (long) t));
  }

  private void upsample(int in, int out, int stride, int t) throws IOException {
    var op = new Op.ConvTranspose1d(stride, stride / 2);
    var w = Scope.root().param("w", in, out, 2 * stride);
    var y = Tensor.of(op, Sample.input("x", 1, in, "t"), w);
    var name = "convT " + in + "→" + out + " s" + stride + " t" + t;
    time(name, Sample.graph(y), Map.of("t", (long) t));
  }

  private void elementwise() throws IOException {
    var x = Sample.input("x", 1, 128, "t");
    var a = Scope.root().param("a", 128).reshape(1, 128, 1);
    var b = Scope.root().param("b", 128).reshape(1, 128, 1);
    var all = new LinkedHashMap<String, Tensor>();
    all.put("sin", x.sin());
    all.put("cos", x.cos());
    all.put("tanh", x.tanh());
    all.put("exp", x.exp());
    all.put("sigmoid", x.sigmoid());
    all.put("mul scalar", x.mul(1.5f));
    all.put("mul by channel", x.mul(a));
    all.put("mul self", x.mul(x));
    all.put("add self", x.add(x));
    all.put("silu", x.silu());
    all.put("gelu", x.gelu());
    all.put("snake by sin²", x.add(x.mul(a).sin().square().mul(b)));
    all.put("snake by cos", x.add(b).sub(x.mul(a).cos().mul(b)));
    for (var entry : all.entrySet()) {
      time(entry.getKey(), Sample.graph(entry.getValue()), Map.of("t", 32768L));
    }
  }

  private void attention() throws IOException {
    for (int s : new int[] {257, 65}) {
      var q = Sample.input("q", 1, "t", 1024);
      var k = Sample.input("k", 1, "s", 1024);
      var v = Sample.input("v", 1, "s", 1024);
      var y = Tensor.of(new Op.Attention(8, 8, 0.088f), q, k, v);
      time("attention 257x" + s, Sample.graph(y), Map.of("t", 257L, "s", (long) s));
    }
    var x = Sample.input("x", 1, "t", 1024);
    var w = Scope.root().param("w", 1024);
    time(
        "layer norm", Sample.graph(Tensor.of(new Op.LayerNorm(1e-5f), x, w, w)), Map.of("t", 257L));
    var centred = x.sub(x.mean(-1));
    time("centre", Sample.graph(centred), Map.of("t", 257L));
    time(
        "layer norm by rms norm",
        Sample.graph(Tensor.of(new Op.RmsNorm(1e-5f), centred, w).add(w)),
        Map.of("t", 257L));
    time("rms norm", Sample.graph(Tensor.of(new Op.RmsNorm(1e-5f), x, w)), Map.of("t", 257L));
    var table = Scope.root().param("table", 257, 32);
    var fixed = Sample.input("x", 1, 257, 1024);
    time("rotary", Sample.graph(Tensor.of(new Op.Rotary(8), fixed, table, table)), Map.of());
    time("softmax", Sample.graph(Sample.input("x", 8, 257, 257).softmax()), Map.of());
  }

  private void dit() throws IOException {
    var config = new DitConfig(64, 1024, 16, 8, 768, true, 1536, true, DitConfig.QkNorm.LAYER, 4);
    var graph = Dit.of(Scope.root(), config).stepGraph(Probe.NONE);
    time("dit step", graph, Map.of("batch", 1L, "frames", 256L, "context", 65L));
  }

  private void decoder() throws IOException {
    var config =
        new OobleckConfig(2, 128, List.of(1, 2, 4, 8, 16), List.of(2, 4, 4, 8, 8), 64, false);
    long time = 16;
    for (var stage : Oobleck.decoder(Scope.root(), config)) {
      time(
          stage.graph(Probe.NONE).name(),
          stage.graph(Probe.NONE),
          Map.of("batch", 1L, "time", time));
      time *= stage.up();
    }
  }

  private void time(String name, Graph graph, Map<String, Long> lengths) throws IOException {
    var inputs = new LinkedHashMap<String, NdArray>();
    graph
        .inputs()
        .forEach((input, x) -> inputs.put(input, Sample.normal(1, x.shape().at(lengths))));
    double before = cpuSeconds();
    try (var executable = backend.compile(graph, random(name, graph))) {
      double compiled = cpuSeconds() - before;
      double best = Double.MAX_VALUE;
      Map<String, NdArray> outputs = Map.of();
      long until = System.nanoTime() + 3_000_000_000L;
      double cpu = 0;
      int runs = 0;
      for (; runs < 5 || runs < 60 && System.nanoTime() < until; runs++) {
        if (runs == 1) {
          cpu = cpuSeconds(); // not counting the first run, which takes new memory
        }
        long start = System.nanoTime();
        if (overlapping) {
          IntStream.range(0, 2).parallel().forEach(i -> executable.run(inputs));
        } else {
          outputs = executable.run(inputs, outputs, Cancellation.none());
        }
        best = Math.min(best, (System.nanoTime() - start) / 1e9);
      }
      cpu = (cpuSeconds() - cpu) / (runs - 1);
      double flops = (overlapping ? 2.0 : 1.0) * Cost.of(graph, lengths).flop();
      System.out.printf(
          "%-30s %9.3f ms %6.1f GFLOP/s  cpu %9.3f ms %6.1f GFLOP/s  compile %5.0f ms  %s%n",
          name,
          1e3 * best,
          flops / best / 1e9,
          1e3 * cpu,
          flops / cpu / 1e9,
          1e3 * compiled,
          memory());
      if (profiles) {
        print(executable.profile());
      }
    }
  }

  private static void print(Profile profile) {
    profile
        .byOp()
        .forEach((op, micros) ->
            System.out.printf("    %-28s %5.1f %%%n", op, 100.0 * micros / profile.micros()));
  }

  /// The time this thread has had a processor: on one thread, a measure that other processes do not
  /// disturb.
  private static double cpuSeconds() throws IOException {
    var stat = Path.of("/proc/thread-self/schedstat");
    return Files.exists(stat) ? Long.parseLong(Files.readString(stat).split(" ")[0]) / 1e9 : 0;
  }

  private static String memory() throws IOException {
    var status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return "";
    }
    var text = new StringBuilder();
    for (var line : Files.readAllLines(status)) {
      if (line.startsWith("VmHWM") || line.startsWith("RssAnon") || line.startsWith("RssFile")) {
        var words = line.split("\\s+");
        text.append(words[0]).append(Long.parseLong(words[1]) / 1024).append("MB ");
      }
    }
    return text.toString();
  }

  /// Small random parameters, in a file so that they are mapped as a checkpoint is.
  private Weights random(String name, Graph graph) throws IOException {
    var file = folder.resolve(name.replaceAll("\\W+", "-") + ".bin");
    return StoredWeights.random(file, graph.parameters());
  }
}
