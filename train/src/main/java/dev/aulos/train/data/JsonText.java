package dev.aulos.train.data;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// JSON objects, to the letter of the standard, from files of one and from files of one a line.
final class JsonText {
  private JsonText() {}

  /// The object that is the whole of a file.
  static JsonObject read(Path file) throws IOException {
    try {
      return object(text(file));
    } catch (JsonParseException e) {
      throw new DatasetException(file, reason(e), e);
    }
  }

  /// An object and the line it is on, counted from 1.
  record Line(int number, JsonObject object) {}

  /// The objects of a file that has one a line; empty lines are passed over.
  static List<Line> lines(Path file) throws IOException {
    List<Line> objects = new ArrayList<>();
    int number = 0;
    for (var line : text(file).split("\n", -1)) {
      number++;
      if (!line.isBlank()) {
        try {
          objects.add(new Line(number, object(line)));
        } catch (JsonParseException e) {
          throw DatasetException.atLine(file, number, reason(e));
        }
      }
    }
    return objects;
  }

  /// The text of a UTF-8 file, without a byte order mark.
  static String text(Path file) throws IOException {
    try {
      var text = Files.readString(file);
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new DatasetException(file, "is not UTF-8 text; save it as UTF-8", e);
    }
  }

  private static JsonObject object(String text) {
    var reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    try {
      JsonElement json = JsonParser.parseReader(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new JsonParseException("something follows its value");
      }
      if (json instanceof JsonObject object) {
        return object;
      }
      throw new NoObject();
    } catch (IOException | NumberFormatException e) {
      throw new JsonParseException(String.valueOf(e.getMessage()), e);
    }
  }

  /// JSON, but no object.
  private static final class NoObject extends JsonParseException {
    private static final long serialVersionUID = 1L;

    NoObject() {
      super("is no JSON object, expected one as {\"caption\": \"rain on a tin roof\"}");
    }
  }

  /// The reader's own words, without the names of its classes and its advice to programmers.
  private static String reason(JsonParseException e) {
    if (e instanceof NoObject) {
      return String.valueOf(e.getMessage());
    }
    var cause = e.getCause() == null ? e : e.getCause();
    var line = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    int at = line.indexOf(" at line ");
    boolean isAdvice = line.startsWith("Use JsonReader") && at > 0;
    return "is not JSON: " + (isAdvice ? "malformed" + line.substring(at) : line);
  }
}
