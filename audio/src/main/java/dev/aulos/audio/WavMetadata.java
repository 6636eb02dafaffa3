package dev.aulos.audio;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a file says about its sound: the `INFO` texts that players show, by their four-letter codes
/// and in order, and all settings as JSON, in a chunk of our own that players pass over.
///
/// Both come back from a file exactly as written.
public record WavMetadata(Map<String, String> info, Optional<String> settings) {
  private static final WavMetadata EMPTY = new WavMetadata(Map.of(), Optional.empty());
  private static final String TITLE = "INAM";
  private static final String SOFTWARE = "ISFT";
  private static final String COMMENT = "ICMT";
  private static final String CREATED = "ICRD";

  /// Copies the texts and checks their codes.
  public WavMetadata {
    info = Collections.unmodifiableMap(new LinkedHashMap<>(info));
    info.forEach(WavMetadata::requireValid);
  }

  private static void requireValid(String code, String text) {
    if (code.length() != 4 || !code.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException(
          "INFO code '" + code + "' is not four printable ASCII characters");
    }
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "INFO text '" + code + "' holds a NUL character, which would end it in the file");
    }
  }

  /// No texts, no settings.
  public static WavMetadata empty() {
    return EMPTY;
  }

  /// Whether there is nothing to write.
  public boolean isEmpty() {
    return info.isEmpty() && settings.isEmpty();
  }

  /// With the title: for us, the prompt.
  public WavMetadata withTitle(String title) {
    return withInfo(TITLE, title);
  }

  /// With the name and version of the program that made the sound.
  public WavMetadata withSoftware(String software) {
    return withInfo(SOFTWARE, software);
  }

  /// With a comment, such as that the sound was generated, and by which model.
  public WavMetadata withComment(String comment) {
    return withInfo(COMMENT, comment);
  }

  /// With the date of creation, as `2026-01-31`.
  public WavMetadata withCreated(String date) {
    return withInfo(CREATED, date);
  }

  /// With a text under any `INFO` code; replaces one that is there.
  public WavMetadata withInfo(String code, String text) {
    var more = new LinkedHashMap<>(info);
    more.put(code, text);
    return new WavMetadata(more, settings);
  }

  /// With settings; they must be one JSON value.
  public WavMetadata withSettings(String json) {
    requireJson(json);
    return new WavMetadata(info, Optional.of(json));
  }

  /// The title, if any.
  public Optional<String> title() {
    return text(TITLE);
  }

  /// The program, if any.
  public Optional<String> software() {
    return text(SOFTWARE);
  }

  /// The comment, if any.
  public Optional<String> comment() {
    return text(COMMENT);
  }

  /// The date of creation, if any.
  public Optional<String> created() {
    return text(CREATED);
  }

  private Optional<String> text(String code) {
    return Optional.ofNullable(info.get(code));
  }

  private static void requireJson(String json) {
    try (var reader = new JsonReader(new StringReader(json))) {
      reader.setStrictness(Strictness.STRICT);
      reader.skipValue();
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new IllegalArgumentException("settings go on after their JSON value");
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("settings are not JSON: " + e.getMessage(), e);
    }
  }
}
