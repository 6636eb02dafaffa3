package dev.aulos.weights;

import dev.aulos.graph.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The header of an npy array: a Python dictionary of exactly `descr`, `fortran_order` and `shape`,
/// read by a parser for just that.
record NpyHeader(DType type, ByteOrder order, boolean fortran, List<Long> shape, int dataStart) {
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  static final int MAX_BYTES = 1 << 20;
  private static final int MAX_RANK = 64;

  private static final Map<String, DType> TYPES =
      Map.of(
          "f8", DType.F64,
          "f4", DType.F32,
          "f2", DType.F16,
          "i8", DType.I64,
          "i4", DType.I32,
          "i2", DType.I16,
          "i1", DType.I8,
          "u1", DType.U8,
          "b1", DType.BOOL);

  /// How many bytes of a file [#parse] needs to see, from its first twelve.
  static int length(Source source, ByteBuffer start) throws WeightFormatException {
    for (int i = 0; i < MAGIC.length; i++) {
      if (start.remaining() < 12 || start.get(i) != MAGIC[i]) {
        throw source.fault("does not begin as an npy array does");
      }
    }
    int version = start.get(6);
    if (version < 1 || version > 3 || start.get(7) != 0) {
      throw source.fault(
          "is npy version " + version + "." + start.get(7) + ", expected 1.0 to 3.0");
    }
    long length =
        version == 1 ? 10 + (start.getShort(8) & 0xffffL) : 12 + (start.getInt(8) & 0xffffffffL);
    if (length > MAX_BYTES) {
      throw source.fault(
          "has an npy header of " + length + " bytes, expected at most " + MAX_BYTES);
    }
    return (int) length;
  }

  /// Where an array was found, for messages.
  interface Source {
    WeightFormatException fault(String fault);
  }

  /// Reads a header of [#length] bytes.
  static NpyHeader parse(Source source, ByteBuffer header) throws WeightFormatException {
    boolean utf8 = header.get(6) == 3;
    var text =
        FileBytes.text(
            FileBytes.slice(header, header.get(6) == 1 ? 10 : 12, header.limit()),
            utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    return new Parser(source, text).parse(header.limit());
  }

  /// The text of a header for an array of this type and shape, little-endian and row-major.
  static String text(DType type, long[] shape) {
    var extents = new StringBuilder();
    for (long extent : shape) {
      extents.append(extent).append(shape.length == 1 ? "," : ", ");
    }
    if (shape.length > 1) {
      extents.setLength(extents.length() - 2);
    }
    return String.format(
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", descr(type), extents);
  }

  private static String descr(DType type) {
    for (var entry : TYPES.entrySet()) {
      if (entry.getValue() == type) {
        return (type.bytes() == 1 ? "|" : "<") + entry.getKey();
      }
    }
    throw new IllegalArgumentException("npy has no type " + type + "; convert to F32 first");
  }

  /// The parser proper.
  private static final class Parser {
    private final Source source;
    private final String text;
    private int at;

    Parser(Source source, String text) {
      this.source = source;
      this.text = text;
    }

    NpyHeader parse(int dataStart) throws WeightFormatException {
      var seen = new HashMap<String, Object>();
      expect('{');
      while (!accept('}')) {
        var key = string();
        expect(':');
        Object value =
            switch (key) {
              case "descr" -> string();
              case "fortran_order" -> bool();
              case "shape" -> shape();
              default -> throw fault("the unknown key '" + key + "'");
            };
        if (seen.put(key, value) != null) {
          throw fault("'" + key + "' twice");
        }
        if (!accept(',')) {
          expect('}');
          break;
        }
      }
      if (!text.substring(at).strip().isEmpty()) {
        throw fault("something behind the dictionary");
      }
      return header(seen, dataStart);
    }

    private NpyHeader header(Map<String, Object> seen, int dataStart) throws WeightFormatException {
      if (seen.get("descr") instanceof String descr
          && seen.get("fortran_order") instanceof Boolean fortran
          && seen.get("shape") instanceof long[] shape) {
        var order = descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        var extents = new ArrayList<Long>();
        for (long extent : shape) {
          extents.add(extent);
        }
        return new NpyHeader(type(descr), order, fortran, extents, dataStart);
      }
      throw fault("only " + seen.keySet() + ", expected descr, fortran_order and shape");
    }

    private DType type(String descr) throws WeightFormatException {
      var type =
          descr.length() == 3 && "<>|=".indexOf(descr.charAt(0)) >= 0
              ? Optional.ofNullable(TYPES.get(descr.substring(1)))
              : Optional.<DType>empty();
      if (type.isEmpty() || (descr.charAt(0) == '|' && type.get().bytes() > 1)) {
        throw fault("the type '" + descr + "', which is not supported");
      }
      return type.get();
    }

    private String string() throws WeightFormatException {
      char quote = peek();
      if (quote != '\'' && quote != '"') {
        throw fault("no quote at " + at);
      }
      int end = text.indexOf(quote, at + 1);
      if (end < 0) {
        throw fault("an open quote at " + at);
      }
      var value = text.substring(at + 1, end);
      at = end + 1;
      return value;
    }

    private Boolean bool() throws WeightFormatException {
      peek();
      for (var value : List.of("True", "False")) {
        if (text.startsWith(value, at)) {
          at += value.length();
          return value.equals("True");
        }
      }
      throw fault("neither True nor False at " + at);
    }

    private long[] shape() throws WeightFormatException {
      var extents = new ArrayList<Long>();
      expect('(');
      while (!accept(')')) {
        extents.add(number());
        if (!accept(',')) {
          expect(')');
          break;
        }
      }
      if (extents.size() > MAX_RANK) {
        throw fault(extents.size() + " axes");
      }
      return Extents.toArray(extents);
    }

    private long number() throws WeightFormatException {
      peek();
      int start = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      if (at == start || at - start > 18) {
        throw fault("no whole number at " + start);
      }
      long value = Long.parseLong(text.substring(start, at));
      accept('L'); // as Python 2 wrote it
      return value;
    }

    private char peek() throws WeightFormatException {
      while (at < text.length() && text.charAt(at) <= ' ') {
        at++;
      }
      if (at == text.length()) {
        throw fault("an end too soon");
      }
      return text.charAt(at);
    }

    private boolean accept(char c) throws WeightFormatException {
      if (peek() == c) {
        at++;
        return true;
      }
      return false;
    }

    private void expect(char c) throws WeightFormatException {
      if (!accept(c)) {
        throw fault("'" + text.charAt(at) + "' at " + at + ", expected '" + c + "'");
      }
    }

    private WeightFormatException fault(String what) {
      return source.fault("has an npy header with " + what);
    }
  }
}
