package dev.aulos.train.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A data set that cannot be used as it is. The message names the file, and the line if it has
/// some, and says what was expected.
public final class DatasetException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_TOLD = 20;

  /// With the place and the fault.
  public DatasetException(Path where, String fault) {
    super(where + ": " + fault);
  }

  /// With the place, the fault, and what it came from.
  public DatasetException(Path where, String fault, Throwable cause) {
    super(where + ": " + fault, cause);
  }

  private DatasetException(String message) {
    super(message);
  }

  static DatasetException atLine(Path where, int line, String fault) {
    return new DatasetException(where + " line " + line + ": " + fault);
  }

  /// All faults at once, so that they can be mended at once.
  static DatasetException ofAll(Path where, List<String> faults) {
    if (faults.size() == 1) {
      return new DatasetException(faults.get(0));
    }
    var told = String.join("\n  ", faults.subList(0, Math.min(MOST_TOLD, faults.size())));
    int left = faults.size() - MOST_TOLD;
    return new DatasetException(
        where
            + ": "
            + faults.size()
            + " faults:\n  "
            + told
            + (left > 0 ? "\n  and " + left + " more" : ""));
  }
}
