package dev.aulos.models.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// One JSON object of a configuration, read key by key; [#close] refuses whatever nobody asked for.
public final class Section implements AutoCloseable {
  private final String path;
  private final JsonObject json;
  private final Set<String> known = new LinkedHashSet<>();

  private Section(String path, JsonObject json) {
    this.path = path;
    this.json = json;
  }

  /// The object at `path` (for messages).
  public static Section of(String path, JsonElement json) {
    if (!json.isJsonObject()) {
      throw new UnsupportedModelException(path + ": expected an object, found " + brief(json));
    }
    return new Section(path, json.getAsJsonObject());
  }

  /// Whether it has no key.
  public boolean isEmpty() {
    return json.size() == 0;
  }

  /// Whether the key is there and not null.
  public boolean has(String key) {
    known.add(key);
    return json.has(key) && !json.get(key).isJsonNull();
  }

  /// Keys that are understood and have no effect on what Aulos does.
  public void ignore(String... keys) {
    known.addAll(List.of(keys));
  }

  /// The object under a key.
  public Section section(String key) {
    return of(at(key), require(key));
  }

  /// The objects of an array of objects.
  public List<Section> sections(String key) {
    var result = new ArrayList<Section>();
    int i = 0;
    for (var element : array(key)) {
      result.add(of(at(key) + "[" + i++ + "]", element));
    }
    return result;
  }

  /// A text.
  public String text(String key) {
    var element = require(key);
    if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
      throw wrong(key, "a text", element);
    }
    return element.getAsString();
  }

  /// A text, with its value when absent.
  public String text(String key, String absent) {
    return has(key) ? text(key) : absent;
  }

  /// A whole number in a range.
  public int integer(String key, int least, int most) {
    double value = number(key);
    if (value != Math.rint(value) || value < least || value > most) {
      throw wrong(key, "a whole number from " + least + " to " + most, require(key));
    }
    return (int) value;
  }

  /// A whole number in a range, with its value when absent.
  public int integer(String key, int least, int most, int absent) {
    return has(key) ? integer(key, least, most) : absent;
  }

  /// A finite number.
  public double number(String key) {
    var element = require(key);
    if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isNumber()) {
      throw wrong(key, "a number", element);
    }
    double value;
    try {
      value = element.getAsDouble();
    } catch (NumberFormatException e) {
      throw wrong(key, "a number", element);
    }
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw wrong(key, "a finite number", element);
    }
    return value;
  }

  /// A finite number, with its value when absent.
  public double number(String key, double absent) {
    return has(key) ? number(key) : absent;
  }

  /// A truth value, with its value when absent.
  public boolean flag(String key, boolean absent) {
    if (!has(key)) {
      return absent;
    }
    var element = require(key);
    if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isBoolean()) {
      throw wrong(key, "true or false", element);
    }
    return element.getAsBoolean();
  }

  /// The texts of an array.
  public List<String> texts(String key) {
    var result = new ArrayList<String>();
    for (var element : array(key)) {
      if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
        throw wrong(key, "a list of texts", element);
      }
      result.add(element.getAsString());
    }
    return result;
  }

  /// The texts of an array; empty when absent.
  public List<String> textsOrNone(String key) {
    return has(key) ? texts(key) : List.of();
  }

  /// The whole numbers of an array, each in a range.
  public List<Integer> integers(String key, int least, int most) {
    var result = new ArrayList<Integer>();
    for (var element : array(key)) {
      double value =
          element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber()
              ? element.getAsDouble()
              : Double.NaN;
      if (!(value == Math.rint(value) && value >= least && value <= most)) {
        throw wrong(key, "whole numbers from " + least + " to " + most, element);
      }
      result.add((int) value);
    }
    if (result.isEmpty()) {
      throw wrong(key, "at least one number", require(key));
    }
    return result;
  }

  /// Refuses a value other than the ones supported.
  public void only(String key, boolean supported, String what) {
    if (!supported) {
      throw new UnsupportedModelException(
          at(key) + ": " + brief(require(key)) + " is not supported; " + what);
    }
  }

  /// The full name of a key.
  public String at(String key) {
    return path + "." + key;
  }

  /// Refuses keys that nobody asked for.
  @Override
  public void close() {
    for (var key : json.keySet()) {
      if (!known.contains(key)) {
        throw new UnsupportedModelException(at(key) + ": unknown key" + suggestion(key));
      }
    }
  }

  private String suggestion(String key) {
    String best = "";
    int least = 3;
    for (var candidate : known) {
      int distance = distance(key, candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best.isEmpty() ? "; known here: " + known : "; did you mean " + best + "?";
  }

  private static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  private Iterable<JsonElement> array(String key) {
    var element = require(key);
    if (!element.isJsonArray()) {
      throw wrong(key, "a list", element);
    }
    return element.getAsJsonArray();
  }

  private JsonElement require(String key) {
    if (!has(key)) {
      throw new UnsupportedModelException(at(key) + ": missing");
    }
    return json.get(key);
  }

  private UnsupportedModelException wrong(String key, String expected, JsonElement found) {
    return new UnsupportedModelException(
        at(key) + ": expected " + expected + ", found " + brief(found));
  }

  private static String brief(JsonElement element) {
    var text = element.toString();
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
