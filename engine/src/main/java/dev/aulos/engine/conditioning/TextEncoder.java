package dev.aulos.engine.conditioning;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.Executable;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.t5.T5Config;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Texts as rows of an encoder's output, each followed by rows of padding.
///
/// The encoder runs on the real tokens alone: padding is masked inside it, so that its rows do not
/// depend on padding; for a text without tokens it does not run at all. Recent texts are
/// remembered.
public final class TextEncoder implements AutoCloseable {
  private static final int REMEMBERED = 64;

  private final TokenEncoder encoder;
  private final TokenIds tokenizer;
  private final float[] padding;
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

  private TextEncoder(TokenEncoder encoder, TokenIds tokenizer, float[] padding) {
    this.encoder = encoder;
    this.tokenizer = tokenizer;
    this.padding = padding;
  }

  /// A T5 encoder whose parameters have their published names; its rows of padding are zeros.
  public TextEncoder(Backend backend, T5Config config, Weights weights, TokenIds tokenizer) {
    this(new T5TokenEncoder(backend, config, weights), tokenizer, new float[config.width()]);
  }

  /// An encoder whose rows of padding are zeros.
  ///
  /// @param encoder owned from now on
  public static TextEncoder of(TokenEncoder encoder, TokenIds tokenizer) {
    return new TextEncoder(encoder, tokenizer, new float[encoder.width()]);
  }

  /// An encoder whose rows of padding are a vector that the model has learned.
  ///
  /// @param encoder owned from now on
  /// @param place where `padding_embedding` lies, `conditioner.conditioners.<id>` in published
  ///   checkpoints
  /// @throws IllegalArgumentException if the vector is missing or not as wide as the encoder's rows
  public static TextEncoder withLearnedPadding(
      TokenEncoder encoder, TokenIds tokenizer, Weights weights, Scope place) {
    var path = place + "padding_embedding";
    var padding = weights.get(path);
    if (!Arrays.equals(padding.shape(), new long[] {encoder.width()})) {
      throw new IllegalArgumentException(
          String.format("parameter '%s' is %s, expected [%d]", path, padding, encoder.width()));
    }
    return new TextEncoder(encoder, tokenizer, padding.toF32().toFloats());
  }

  /// Channels of a row.
  public int width() {
    return encoder.width();
  }

  /// The network, for cost counts.
  public Executable network() {
    return encoder.network();
  }

  /// Real tokens of a text.
  public int tokens(String text, int maxTokens) {
    return tokenizer.of(text, maxTokens).length;
  }

  /// The rows of several texts: (texts, maxTokens, width), the model's padding after each text's
  /// end.
  public NdArray encode(List<String> texts, int maxTokens, Cancellation cancellation) {
    return encode(texts, maxTokens, padding, cancellation);
  }

  /// The rows of several texts to be guided away from: (texts, maxTokens, width), zeros after each
  /// text's end whatever the model's padding is.
  public NdArray encodeNegative(List<String> texts, int maxTokens, Cancellation cancellation) {
    return encode(texts, maxTokens, new float[encoder.width()], cancellation);
  }

  private NdArray encode(
      List<String> texts, int maxTokens, float[] pad, Cancellation cancellation) {
    var all = NdArray.zeros(DType.F32, texts.size(), maxTokens, encoder.width());
    var values = all.floats();
    for (var text : texts) {
      var rows = rows(tokenizer.of(text, maxTokens), cancellation);
      values.put(rows);
      for (int i = rows.length / pad.length; i < maxTokens; i++) {
        values.put(pad);
      }
    }
    return all;
  }

  /// The rows of a text alone, without padding: (tokens, width).
  public float[] rows(String text, int maxTokens, Cancellation cancellation) {
    return rows(tokenizer.of(text, maxTokens), cancellation).clone();
  }

  private synchronized float[] rows(int[] ids, Cancellation cancellation) {
    var key = Arrays.stream(ids).boxed().collect(Collectors.toList());
    var known = recent.get(key);
    if (known != null) {
      return known;
    }
    var rows = ids.length == 0 ? new float[0] : encoder.rows(ids, cancellation);
    recent.put(key, rows);
    return rows;
  }

  @Override
  public void close() {
    encoder.close();
  }
}
