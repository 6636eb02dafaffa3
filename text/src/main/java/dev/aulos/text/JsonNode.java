package dev.aulos.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A value of a JSON file and its path, so that whatever is wrong with it can be told exactly.
record JsonNode(String file, String path, JsonElement value) {

  /// The value under a key.
  JsonNode at(String key) throws TokenizerFormatException {
    var found = find(key);
    if (found.isEmpty()) {
      throw new TokenizerFormatException(file, path, "no '" + key + "'");
    }
    return found.get();
  }

  /// The value under a key, unless it is absent or null.
  Optional<JsonNode> find(String key) throws TokenizerFormatException {
    if (!value.isJsonObject()) {
      throw expected("an object");
    }
    var child = value.getAsJsonObject().get(key);
    return child == null || child.isJsonNull()
        ? Optional.empty()
        : Optional.of(new JsonNode(file, path + "." + key, child));
  }

  /// The values of an array.
  List<JsonNode> items() throws TokenizerFormatException {
    if (!value.isJsonArray()) {
      throw expected("an array");
    }
    var items = new ArrayList<JsonNode>();
    for (var item : value.getAsJsonArray()) {
      items.add(new JsonNode(file, path + "[" + items.size() + "]", item));
    }
    return items;
  }

  /// The text.
  String text() throws TokenizerFormatException {
    if (!(value instanceof JsonPrimitive text) || !text.isString()) {
      throw expected("a string");
    }
    return Utf8.wellFormed(text.getAsString());
  }

  /// The truth value.
  boolean bool() throws TokenizerFormatException {
    if (!(value instanceof JsonPrimitive bool) || !bool.isBoolean()) {
      throw expected("true or false");
    }
    return bool.getAsBoolean();
  }

  /// The truth value under a key, or what it is when absent.
  boolean bool(String key, boolean absent) throws TokenizerFormatException {
    var found = find(key);
    return found.isPresent() ? found.get().bool() : absent;
  }

  /// The id: an integer from 0 to below [Pieces#MAX_ID].
  int id() throws TokenizerFormatException {
    if (value instanceof JsonPrimitive number && number.isNumber()) {
      double id = number.getAsDouble();
      if (id == Math.rint(id) && id >= 0 && id < Pieces.MAX_ID) {
        return (int) id;
      }
    }
    throw expected("an integer from 0 to " + (Pieces.MAX_ID - 1));
  }

  /// An exception that says what was expected here.
  TokenizerFormatException expected(String what) {
    var found = value.toString();
    var shown = found.length() > 60 ? found.substring(0, 60) + "…" : found;
    return new TokenizerFormatException(file, path, "found " + shown + ", expected " + what);
  }

  /// An exception that says what is supported here.
  TokenizerFormatException unsupported(String supported) {
    return expected("one of the supported: " + supported);
  }
}
