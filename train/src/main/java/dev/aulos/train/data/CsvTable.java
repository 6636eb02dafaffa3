package dev.aulos.train.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Comma-separated values as RFC 4180 has them: fields in quotes may hold commas, line ends, and
/// quotes written twice. Lines end with or without a carriage return.
final class CsvTable {
  private final Path file;
  private final String text;
  private int at;
  private int line = 1;

  private CsvTable(Path file, String text) {
    this.file = file;
    this.text = text;
  }

  /// A record and the line it starts on, counted from 1.
  record Row(int line, List<String> fields) {}

  /// The records of a file, each with as many fields as the first; empty lines are passed over.
  static List<Row> read(Path file) throws IOException {
    var table = new CsvTable(file, JsonText.text(file));
    List<Row> rows = new ArrayList<>();
    while (table.at < table.text.length()) {
      var row = table.row();
      if (row.fields.equals(List.of(""))) {
        continue;
      }
      if (!rows.isEmpty() && row.fields.size() != rows.get(0).fields.size()) {
        throw DatasetException.atLine(
            file,
            row.line,
            String.format(
                "has %d fields, expected %d as in the first line; put quotes around a field that"
                    + " holds a comma",
                row.fields.size(), rows.get(0).fields.size()));
      }
      rows.add(row);
    }
    return rows;
  }

  private Row row() throws DatasetException {
    int start = line;
    List<String> fields = new ArrayList<>();
    do {
      fields.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
    } while (accept(','));
    accept('\r');
    if (at < text.length() && !accept('\n')) {
      throw fault(line, "has something behind a closing quote, expected a comma or the line's end");
    }
    line++;
    return new Row(start, fields);
  }

  private boolean accept(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private String plain() throws DatasetException {
    int start = at;
    while (at < text.length() && ",\n".indexOf(text.charAt(at)) < 0 && !isLineEnd()) {
      if (text.charAt(at) == '"') {
        throw fault(
            line, "has a quote within a field; put the field in quotes and write the quote twice");
      }
      at++;
    }
    return text.substring(start, at);
  }

  private boolean isLineEnd() {
    return text.startsWith("\r\n", at) || (text.charAt(at) == '\r' && at + 1 == text.length());
  }

  private String quoted() throws DatasetException {
    int start = line;
    var field = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"' && !accept('"')) {
        return field.toString();
      }
      line += c == '\n' ? 1 : 0;
      field.append(c);
    }
    throw fault(start, "opens a quote that nothing closes");
  }

  private DatasetException fault(int where, String fault) {
    return DatasetException.atLine(file, where, fault);
  }
}
