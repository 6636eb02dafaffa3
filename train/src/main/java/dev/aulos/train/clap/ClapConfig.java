package dev.aulos.train.clap;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.aulos.models.config.Section;
import dev.aulos.models.dit.DitConfig;

/// The sizes of a CLAP.
///
/// @param block the transformer block whose results the sound's side gathers, from 0
/// @param queries how many learned views of a sound, and of a text, are gathered
/// @param hidden width of the layer that the views pass before they are compared
/// @param size numbers of what is compared
public record ClapConfig(int block, int queries, int hidden, int size) {
  private static final int MOST = 1 << 16;
  private static final int QUERIES = 8;
  private static final int SIZE = 256;

  /// Checks the numbers.
  public ClapConfig {
    check("block", block, 0);
    check("queries", queries, 1);
    check("hidden", hidden, 1);
    check("size", size, 1);
  }

  private static void check(String name, int value, int least) {
    if (value < least || value > MOST) {
      throw new IllegalArgumentException(
          name + " is " + value + ", expected " + least + " to " + MOST);
    }
  }

  /// Sizes to begin with beside a transformer: half of its blocks, whose results tell most of what
  /// a sound is, 8 views and 256 numbers.
  public static ClapConfig of(DitConfig config) {
    int block = Math.min((config.depth() + 1) / 2, config.depth() - 1);
    return new ClapConfig(block, QUERIES, 2 * SIZE, SIZE);
  }

  /// As files say it.
  String json() {
    var json = new JsonObject();
    json.addProperty("block", block);
    json.addProperty("queries", queries);
    json.addProperty("hidden", hidden);
    json.addProperty("size", size);
    return json.toString();
  }

  /// Reads what a file says.
  ///
  /// @param place what errors call it
  /// @throws dev.aulos.models.config.UnsupportedModelException if it is none of this kind
  /// @throws JsonParseException if it is no JSON
  static ClapConfig of(String place, String json) {
    try (var section = Section.of(place, JsonParser.parseString(json))) {
      return new ClapConfig(
          section.integer("block", 0, MOST),
          section.integer("queries", 1, MOST),
          section.integer("hidden", 1, MOST),
          section.integer("size", 1, MOST));
    }
  }
}
