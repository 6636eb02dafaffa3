package dev.aulos.engine.conditioning;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.Executable;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.t5.RelativePositions;
import dev.aulos.models.t5.T5Config;
import dev.aulos.models.t5.T5Encoder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Texts as rows of a T5 encoder's output.
///
/// The encoder runs on the real tokens alone: padding is masked inside it, so that its rows do not
/// depend on padding, and the rows of padding themselves are zeros. Recent texts are remembered.
public final class TextEncoder implements AutoCloseable {
  private static final int REMEMBERED = 64;

  private final T5Config config;
  private final Executable executable;
  private final TokenIds tokenizer;
  private final Map<List<Integer>, float[]> recent =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Integer>, float[]> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// The ids that a text stands for.
  @FunctionalInterface
  public interface TokenIds {
    /// At most `maxTokens` ids, end mark included, without padding.
    int[] of(String text, int maxTokens);
  }

  /// An encoder whose parameters have their published names.
  public TextEncoder(Backend backend, T5Config config, Weights weights, TokenIds tokenizer) {
    this.config = config;
    this.tokenizer = tokenizer;
    executable = backend.compile(T5Encoder.of(Scope.root(), config).graph(Probe.NONE), weights);
  }

  /// Channels of a row.
  public int width() {
    return config.width();
  }

  /// The network, for cost counts.
  public Executable network() {
    return executable;
  }

  /// Real tokens of a text.
  public int tokens(String text, int maxTokens) {
    return tokenizer.of(text, maxTokens).length;
  }

  /// The rows of several texts: (texts, maxTokens, width), zeros after each text's end.
  public NdArray encode(List<String> texts, int maxTokens, Cancellation cancellation) {
    var all = NdArray.zeros(DType.F32, texts.size(), maxTokens, config.width());
    for (int i = 0; i < texts.size(); i++) {
      var rows = rows(tokenizer.of(texts.get(i), maxTokens), cancellation);
      int start = i * maxTokens * config.width();
      all.floats(start, start + rows.length).put(rows);
    }
    return all;
  }

  private synchronized float[] rows(int[] ids, Cancellation cancellation) {
    var key = Arrays.stream(ids).boxed().collect(Collectors.toList());
    var known = recent.get(key);
    if (known != null) {
      return known;
    }
    var row = new long[ids.length];
    var ones = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      row[i] = ids[i];
      ones[i] = 1;
    }
    var inputs =
        Map.of(
            "ids", NdArray.of(row, 1, ids.length),
            "mask", NdArray.of(ones, 1, ids.length),
            "buckets", RelativePositions.buckets(ids.length, config));
    var rows = executable.run(inputs, "rows", cancellation).toFloats();
    recent.put(key, rows);
    return rows;
  }

  @Override
  public void close() {
    executable.close();
  }
}
