package dev.aulos.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aulos.graph.DType;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.onnx.OrtOptions.Prepacking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long LAYERS = 4;
  private static final long WIDTH = 3072;
  private static final long WEIGHTS = LAYERS * WIDTH * WIDTH * 4 / 1024; // in KB: 144 MB
  private static final long SLACK = 40 * 1024;

  @TempDir Path folder;

  @BeforeEach
  void needsAnAccountOfMemory() {
    assumeTrue(Files.exists(STATUS), "this system has no " + STATUS);
  }

  @Test
  void weightsInAFileTakeNoMemoryOfTheirOwn() throws IOException {
    var growth = growth(Prepacking.NEVER);
    assertThat(growth.own()).isLessThan(SLACK);
    assertThat(growth.mapped()).isLessThan(WEIGHTS + SLACK);
  }

  @Test
  void rearrangedWeightsTakeThePlaceOfTheMappedOnes() throws IOException {
    var growth = growth(Prepacking.ALWAYS);
    assertThat(growth.own()).isLessThan(WEIGHTS + SLACK);
    assertThat(growth.mapped()).isLessThan(SLACK);
  }

  /// What one executable that has run adds, in KB: to the process's own memory, Java's heap and
  /// buffers included, and to the pages of mapped files.
  private Memory growth(Prepacking prepacking) throws IOException {
    var graph = graph();
    var weights = StoredWeights.random(folder.resolve("weights.bin"), graph.parameters());
    var x = Map.of("x", NdArray.zeros(DType.F32, 8, WIDTH));
    var backend = new OrtBackend(OrtOptions.defaults().withPrepacking(prepacking));
    System.gc();
    var before = Memory.now();
    try (var executable = backend.compile(graph, weights)) {
      executable.run(x);
      var after = Memory.now();
      return new Memory(after.own - before.own, after.mapped - before.mapped);
    }
  }

  private static Graph graph() {
    var y = Sample.input("x", "n", WIDTH);
    for (int i = 0; i < LAYERS; i++) {
      y = y.matmulTransposed(Scope.root().at("layers", i).param("weight", WIDTH, WIDTH));
    }
    return Sample.graph(y);
  }

  private record Memory(long own, long mapped) {
    static Memory now() throws IOException {
      return new Memory(kilobytes("RssAnon"), kilobytes("RssFile"));
    }

    private static long kilobytes(String entry) throws IOException {
      var line = Files.readAllLines(STATUS).stream().filter(l -> l.startsWith(entry)).findFirst();
      return Long.parseLong(line.orElseThrow().split("\\s+")[1]);
    }
  }
}
