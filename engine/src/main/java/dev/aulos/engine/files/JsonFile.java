package dev.aulos.engine.files;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;

/// JSON files, read to the letter of the standard.
public final class JsonFile {
  private JsonFile() {}

  /// Reads a whole file.
  ///
  /// @throws ModelException if it cannot be read, or is not JSON in UTF-8
  public static JsonElement read(Path file) throws ModelException {
    try {
      return parse(file, TextFile.read(file));
    } catch (ModelException e) {
      throw e;
    } catch (IOException e) {
      throw new ModelException(file, e);
    }
  }

  private static JsonElement parse(Path file, String text) throws IOException {
    try (var reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      var json = JsonParser.parseReader(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new ModelException(file, "is not JSON: something follows its value");
      }
      return json;
    } catch (JsonParseException | NumberFormatException e) {
      throw new ModelException(file, "is not JSON: " + reason(e), e);
    }
  }

  /// The reader's own words, without the names of its classes and its advice to programmers.
  private static String reason(Throwable e) {
    var cause = e.getCause() == null ? e : e.getCause();
    var message = String.valueOf(cause.getMessage());
    int end = message.indexOf('\n');
    var line = end < 0 ? message : message.substring(0, end);
    int at = line.indexOf(" at line ");
    boolean isAdvice = line.startsWith("Use JsonReader") && at > 0;
    return isAdvice ? "malformed" + line.substring(at) : line;
  }
}
