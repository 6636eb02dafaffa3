package dev.aulos.train;

import com.google.gson.JsonParser;
import dev.aulos.engine.conditioning.T5GemmaTokenEncoder;
import dev.aulos.engine.conditioning.TextEncoder;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Weights;
import dev.aulos.models.t5gemma.T5GemmaConfig;
import dev.aulos.models.t5gemma.T5GemmaEncoder;
import java.util.LinkedHashMap;

/// A text encoder of a few hundred random weights, with rows of 8 channels; its tokens are letters.
public final class TinyText {
  /// Where its parameters lie.
  static final Scope PLACE = Scope.root().at("encoder");

  private static final int LETTERS = 30;

  private TinyText() {}

  static T5GemmaConfig config() {
    return T5GemmaConfig.of(
        JsonParser.parseString(
            """
            {"model_type": "t5gemma", "encoder": {"vocab_size": 30, "hidden_size": 8,
             "num_hidden_layers": 1, "num_attention_heads": 2, "head_dim": 4,
             "intermediate_size": 12, "query_pre_attn_scalar": 4}}
            """));
  }

  static Weights weights() {
    var shapes = new LinkedHashMap<String, Shape>();
    T5GemmaEncoder.of(PLACE, config())
        .shapes()
        .forEach((path, extents) -> shapes.put(path, Shape.of(extents)));
    return Parameters.initial(shapes, Initialization.stableAudio3(), 3);
  }

  static int[] ids(String text, int most) {
    return text.chars().limit(most).map(c -> c % LETTERS).toArray();
  }

  /// Of texts of so many letters.
  public static TextRows rows(int most) {
    var encoder = new T5GemmaTokenEncoder(new ReferenceBackend(), config(), weights(), PLACE, most);
    return new TextRows(TextEncoder.of(encoder, TinyText::ids), most);
  }
}
