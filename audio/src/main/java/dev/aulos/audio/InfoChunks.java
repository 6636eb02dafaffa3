package dev.aulos.audio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// [WavMetadata] as chunks: `LIST` of type `INFO`, and `aUlS`, which holds the settings as UTF-8.
final class InfoChunks {
  static final String SETTINGS = "aUlS";
  static final String LIST = "LIST";
  private static final String INFO = "INFO";
  private static final Charset UTF = StandardCharsets.UTF_8;

  private InfoChunks() {}

  /// The chunks of the metadata, one after the other; empty for none.
  static byte[] encode(WavMetadata metadata) {
    var out = new ByteArrayOutputStream();
    if (!metadata.info().isEmpty()) {
      var list = new ByteArrayOutputStream();
      list.writeBytes(ascii(INFO));
      metadata.info().forEach((code, text) -> put(list, code, (text + "\0").getBytes(UTF)));
      put(out, LIST, list.toByteArray());
    }
    metadata.settings().ifPresent(json -> put(out, SETTINGS, json.getBytes(UTF)));
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, String id, byte[] body) {
    var head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    head.put(ascii(id)).putInt(body.length);
    out.writeBytes(head.array());
    out.writeBytes(body);
    if (body.length % 2 != 0) {
      out.write(0);
    }
  }

  private static byte[] ascii(String id) {
    return id.getBytes(StandardCharsets.US_ASCII);
  }

  /// The texts of a `LIST` chunk's body; none if it is not of type `INFO`. Reading stops at an
  /// entry that overruns the chunk: what other programs wrote carelessly must not cost the sound.
  static Map<String, String> decodeList(ByteBuffer body) {
    var texts = new LinkedHashMap<String, String>();
    if (body.remaining() < 4 || !id(body).equals(INFO)) {
      return texts;
    }
    while (body.remaining() >= 8) {
      var code = id(body);
      int size = body.getInt();
      if (size < 0
          || size > body.remaining()
          || !code.chars().allMatch(c -> c >= ' ' && c <= '~')) {
        break;
      }
      var bytes = new byte[size];
      body.get(bytes);
      texts.putIfAbsent(code, untilNul(text(bytes)));
      if (size % 2 != 0 && body.hasRemaining()) {
        body.get();
      }
    }
    return texts;
  }

  /// The settings in an `aUlS` chunk's body.
  static String decodeSettings(ByteBuffer body) {
    var bytes = new byte[body.remaining()];
    body.get(bytes);
    return text(bytes);
  }

  private static String id(ByteBuffer body) {
    var bytes = new byte[4];
    body.get(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /// UTF-8, or Latin-1 where that fails, which older programs wrote.
  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  private static String untilNul(String text) {
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }
}
