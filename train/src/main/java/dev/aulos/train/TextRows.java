package dev.aulos.train;

import dev.aulos.engine.conditioning.TextEncoder;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The rows that a text encoder makes of captions. Encoders rest while a model is trained, so a
/// caption passes its encoder once; what was not asked for the longest is forgotten when there are
/// more than 128 million numbers.
public final class TextRows implements AutoCloseable {
  private static final long MOST_KEPT = 128L << 20;

  private final TextEncoder encoder;
  private final int maxTokens;
  private final Map<String, float[]> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long size;

  /// The rows of an encoder, which is closed with them.
  ///
  /// @param maxTokens of a caption; the rest is cut off
  public TextRows(TextEncoder encoder, int maxTokens) {
    this.encoder = encoder;
    this.maxTokens = maxTokens;
  }

  /// Captions as inputs: `text` (b, maxTokens, width), zeros after each caption's end, and
  /// `text_valid` (b, maxTokens), 1 where there is a token.
  Map<String, NdArray> of(List<String> captions) {
    int width = encoder.width();
    var text = NdArray.zeros(DType.F32, captions.size(), maxTokens, width);
    var valid = NdArray.zeros(DType.F32, captions.size(), maxTokens);
    for (int i = 0; i < captions.size(); i++) {
      var rows = rows(captions.get(i));
      int at = i * maxTokens;
      text.floats(at * width, at * width + rows.length).put(rows);
      for (int j = 0; j < rows.length / width; j++) {
        valid.floats().put(at + j, 1);
      }
    }
    return Map.of("text", text, "text_valid", valid);
  }

  private float[] rows(String caption) { // (tokens, width)
    var known = kept.get(caption);
    if (known != null) {
      return known;
    }
    var rows = encoder.rows(caption, maxTokens, Cancellation.none());
    kept.put(caption, rows);
    size += rows.length;
    for (var eldest = kept.values().iterator(); size > MOST_KEPT; eldest.remove()) {
      size -= eldest.next().length;
    }
    return rows;
  }

  @Override
  public void close() {
    encoder.close();
  }
}
