package dev.aulos.text;

import java.util.Arrays;

/// A cursor over one protobuf message; nothing is read or allocated beyond its end.
final class ProtoReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final String file;
  private final byte[] bytes;
  private final int end;
  private int at;
  private int wireType;

  private ProtoReader(String file, byte[] bytes, int at, int end) {
    this.file = file;
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /// A reader of the message that a file is.
  static ProtoReader of(String file, byte[] bytes) {
    return new ProtoReader(file, bytes, 0, bytes.length);
  }

  /// The number of the next field, or 0 at the end of the message.
  int nextField() throws TokenizerFormatException {
    if (at == end) {
      return 0;
    }
    long tag = varint();
    wireType = (int) (tag & 7);
    long field = tag >>> 3;
    if (field == 0 || field > (1 << 29) - 1) {
      throw malformed("field number " + field);
    }
    return (int) field;
  }

  /// The field's integer.
  int integer() throws TokenizerFormatException {
    expect(VARINT);
    return (int) varint();
  }

  /// The field's truth value.
  boolean bool() throws TokenizerFormatException {
    expect(VARINT);
    return varint() != 0;
  }

  /// The field's float.
  float float32() throws TokenizerFormatException {
    expect(FIXED32);
    int from = take(4);
    return Float.intBitsToFloat(
        (bytes[from] & 0xFF)
            | ((bytes[from + 1] & 0xFF) << 8)
            | ((bytes[from + 2] & 0xFF) << 16)
            | (bytes[from + 3] << 24));
  }

  /// The field's text.
  String text() throws TokenizerFormatException {
    expect(BYTES);
    int length = length();
    int from = take(length);
    try {
      return Utf8.text(bytes, from, at);
    } catch (Utf8.MalformedTextException e) {
      throw new TokenizerFormatException(file, "byte " + from, "text is not valid UTF-8");
    }
  }

  /// The field's bytes.
  byte[] bytes() throws TokenizerFormatException {
    expect(BYTES);
    int from = take(length());
    return Arrays.copyOfRange(bytes, from, at);
  }

  /// A reader of the field's message.
  ProtoReader message() throws TokenizerFormatException {
    expect(BYTES);
    int from = take(length());
    return new ProtoReader(file, bytes, from, at);
  }

  /// Passes over the field.
  void skip() throws TokenizerFormatException {
    switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> take(8);
      case BYTES -> take(length());
      case FIXED32 -> take(4);
      default -> throw malformed("wire type " + wireType);
    }
  }

  /// An exception at this place.
  TokenizerFormatException malformed(String problem) {
    return new TokenizerFormatException(
        file, "byte " + at, problem + "; is this a SentencePiece model?");
  }

  private void expect(int type) throws TokenizerFormatException {
    if (wireType != type) {
      throw malformed("field of wire type " + wireType + ", expected " + type);
    }
  }

  private int length() throws TokenizerFormatException {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw malformed(
          "field of "
              + Long.toUnsignedString(length)
              + " bytes, but "
              + (end - at)
              + " are left of its message");
    }
    return (int) length;
  }

  private int take(int count) throws TokenizerFormatException {
    if (count > end - at) {
      throw malformed("the message ends within a field");
    }
    int from = at;
    at += count;
    return from;
  }

  private long varint() throws TokenizerFormatException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = bytes[take(1)];
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw malformed("an integer of more than 10 bytes");
  }
}
