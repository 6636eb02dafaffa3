package dev.aulos.train.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is said of a sound: captions, none of them blank, its licence, and where it is from.
///
/// @param captions any of which describes the sound
/// @param licence an SPDX identifier or expression, a name, or an address
/// @param source an address or a text
record Facts(List<String> captions, Optional<String> licence, Optional<String> source) {
  static final Facts NONE = new Facts(List.of(), Optional.empty(), Optional.empty());
  static final List<String> CAPTION_NAMES = List.of("caption", "captions", "prompt", "text");
  static final List<String> LICENCE_NAMES = List.of("licence", "license");
  static final List<String> SOURCE_NAMES = List.of("source", "url");

  Facts {
    captions = captions.stream().map(String::strip).filter(text -> !text.isEmpty()).toList();
    licence = licence.map(String::strip).filter(text -> !text.isEmpty());
    source = source.map(String::strip).filter(text -> !text.isEmpty());
  }

  /// One caption and nothing else.
  static Facts caption(String caption) {
    return new Facts(List.of(caption), Optional.empty(), Optional.empty());
  }

  /// From the fields of an object of which the names above are known and others passed over.
  ///
  /// @throws FieldException if one is not what it should be
  static Facts of(JsonObject object) throws FieldException {
    List<String> captions = new ArrayList<>();
    for (var name : CAPTION_NAMES) {
      if (captions.isEmpty() && object.has(name)) {
        captions.addAll(texts(name, object.get(name)));
      }
    }
    return new Facts(captions, text(object, LICENCE_NAMES), text(object, SOURCE_NAMES));
  }

  /// A field that is not what it should be.
  static final class FieldException extends Exception {
    private static final long serialVersionUID = 1L;

    FieldException(String message) {
      super(message);
    }

    String fault() {
      return String.valueOf(getMessage());
    }
  }

  private static List<String> texts(String name, JsonElement value) throws FieldException {
    if (value instanceof JsonArray array) {
      List<String> texts = new ArrayList<>();
      for (var one : array) {
        texts.add(text(name, one));
      }
      return texts;
    }
    return value.isJsonNull() ? List.of() : List.of(text(name, value));
  }

  private static Optional<String> text(JsonObject object, List<String> names)
      throws FieldException {
    for (var name : names) {
      if (object.has(name) && !object.get(name).isJsonNull()) {
        return Optional.of(text(name, object.get(name)));
      }
    }
    return Optional.empty();
  }

  private static String text(String name, JsonElement value) throws FieldException {
    if (value instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw new FieldException("'" + name + "' is " + value + ", expected a text in quotes");
  }

  /// These, and where something is missing, what others say.
  Facts or(Facts others) {
    return new Facts(
        captions.isEmpty() ? others.captions : captions,
        licence.or(() -> others.licence),
        source.or(() -> others.source));
  }

  /// Both, of one sound.
  ///
  /// @throws FieldException if they contradict each other in licence or source
  Facts and(Facts others) throws FieldException {
    requireSame("licence", licence, others.licence);
    requireSame("source", source, others.source);
    List<String> all = new ArrayList<>(captions);
    others.captions.stream().filter(caption -> !all.contains(caption)).forEach(all::add);
    return new Facts(all, licence.or(() -> others.licence), source.or(() -> others.source));
  }

  private static void requireSame(String name, Optional<String> a, Optional<String> b)
      throws FieldException {
    if (a.isPresent() && b.isPresent() && !a.equals(b)) {
      throw new FieldException(
          "gives the " + name + " '" + b.get() + "', another line '" + a.get() + "'");
    }
  }
}
