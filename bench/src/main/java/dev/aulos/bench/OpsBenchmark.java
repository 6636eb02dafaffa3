package dev.aulos.bench;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Executable;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Op;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.onnx.OrtBackend;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The operations that a generation spends its time in, at the sizes of Stable Audio Open Small.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class OpsBenchmark {
  /// What is computed.
  public enum Work {
    /// 1536³, the rate that others are held against.
    GEMM(2.0 * 1536 * 1536 * 1536) {
      @Override
      Tensor build() {
        return input("x", 1536, 1536).matmul(input("y", 1536, 1536));
      }
    },
    /// The gated feed-forward's first layer.
    FEED_FORWARD_IN(2.0 * 257 * 1024 * 8192) {
      @Override
      Tensor build() {
        return Tensor.of(new Op.MatMul(false, true), input("x", 1, 257, 1024), weight(8192, 1024));
      }
    },
    /// Self-attention, 8 heads of 128.
    SELF_ATTENTION(4.0 * 257 * 257 * 1024) {
      @Override
      Tensor build() {
        var q = input("q", 1, 257, 1024);
        var attention = new Op.Attention(8, 8, (float) (1 / Math.sqrt(128)));
        return Tensor.of(attention, q, input("k", 1, 257, 1024), input("v", 1, 257, 1024));
      }
    },
    /// The decoder's convolutions at full rate.
    CONVOLUTION_DILATED(2.0 * 128 * 128 * 7 * 32_768) {
      @Override
      Tensor build() {
        return Tensor.of(
            new Op.Conv1d(1, 27, 9, 1), input("x", 1, 128, 32_768), weight(128, 128, 7));
      }
    },
    /// The decoder's first upsampling.
    CONVOLUTION_TRANSPOSED(2.0 * 2048 * 1024 * 16 * 64) {
      @Override
      Tensor build() {
        return Tensor.of(
            new Op.ConvTranspose1d(8, 4), input("x", 1, 2048, 64), weight(2048, 1024, 16));
      }
    },
    /// The decoder's activation at full rate; one multiplication a value counts.
    SNAKE(128.0 * 32_768) {
      @Override
      Tensor build() {
        var x = input("x", 1, 128, 32_768);
        var alpha = Parameters.named("alpha", 128).exp().reshape(1, 128, 1);
        return x.add(x.mul(alpha).sin().square().mul(alpha));
      }
    };

    final double flop;

    Work(double flop) {
      this.flop = flop;
    }

    abstract Tensor build();

    private static Tensor input(String name, long... shape) {
      return Tensor.input(name, Shape.of(shape));
    }

    private static Tensor weight(long... shape) {
      return Parameters.named("weight", shape);
    }
  }

  /// What is computed.
  @Param public Work work = Work.GEMM;

  private Executable executable = NothingToRun.EXECUTABLE;
  private Map<String, NdArray> inputs = Map.of();
  private Map<String, NdArray> outputs = Map.of();

  /// Compiles the graph and makes its values.
  @Setup(Level.Trial)
  public void open() {
    var named = new LinkedHashMap<String, Tensor>();
    named.put("z", work.build());
    var graph = Graph.of(work.name(), named);
    executable = new OrtBackend().compile(graph, RandomArrays.weights(graph));
    inputs = RandomArrays.inputs(graph, Map.of());
    outputs = new LinkedHashMap<>(executable.run(inputs));
  }

  /// Ends.
  @TearDown(Level.Trial)
  public void close() {
    executable.close();
  }

  /// One run into given outputs.
  @Benchmark
  public Map<String, NdArray> run() {
    return executable.run(inputs, outputs, Cancellation.none());
  }
}
