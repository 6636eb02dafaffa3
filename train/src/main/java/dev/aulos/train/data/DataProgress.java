package dev.aulos.train.data;

/// How far a passage over many files is.
///
/// @param stage what is being done
/// @param done files done
/// @param total files in all
/// @param name the file that is next
public record DataProgress(Stage stage, int done, int total, String name) {
  /// What is done with files.
  public enum Stage {
    /// The reference is read.
    REFERENCE,
    /// The set's files are read and judged one by one.
    READING,
    /// What is left is compared with the reference and with itself.
    COMPARING,
    /// Files are compared with a manifest.
    VERIFYING
  }
}
