package dev.aulos.engine.verify;

import com.google.gson.JsonArray;
import dev.aulos.engine.conditioning.TextEncoder;
import dev.aulos.text.T5Vocabulary;
import dev.aulos.text.Tokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Cases of the T5 vocabulary: the ids of many texts, whole and cut.
final class TokensCase {
  private TokensCase() {}

  static List<Check> run(ReferenceCase reference) throws IOException {
    var tokenizer = T5Vocabulary.read();
    var checks = new ArrayList<Check>();
    for (var element : reference.json().getAsJsonArray("rows")) {
      var row = element.getAsJsonObject();
      var text = row.get("text").getAsString();
      for (var entry : row.entrySet()) {
        if (entry.getKey().startsWith("ids")) {
          var expected = ids(entry.getValue().getAsJsonArray());
          int most =
              entry.getKey().equals("ids")
                  ? Math.max(1, text.length() * 8 + 8)
                  : Integer.parseInt(entry.getKey().substring("ids_".length()));
          boolean same = Arrays.equals(expected, framed(tokenizer).of(text, most));
          double difference = same ? 0 : Double.POSITIVE_INFINITY;
          checks.add(new Check(entry.getKey() + " of '" + text + "'", difference, 0));
        }
      }
    }
    return checks;
  }

  private static TextEncoder.TokenIds framed(Tokenizer tokenizer) {
    return (text, most) -> {
      var tokens = tokenizer.encode(text, most);
      return Arrays.copyOf(tokens.ids(), tokens.count());
    };
  }

  private static int[] ids(JsonArray values) {
    var ids = new int[values.size()];
    Arrays.setAll(ids, i -> values.get(i).getAsInt());
    return ids;
  }
}
