package dev.aulos.train.data;

/// A file the gate did not let in, and why.
///
/// @param name the file's path within its folder
/// @param detail in words
public record Dropped(String name, Reason reason, String detail) {
  /// Kinds of reasons, in the order in which they are looked for.
  public enum Reason {
    /// The policy does not let its licence in, or it states none.
    LICENCE("licence"),
    /// It has no caption.
    NO_CAPTION("no caption"),
    /// It cannot be read.
    UNREADABLE("unreadable"),
    /// Another file with the same bytes has a licence that the policy does not let in.
    LICENCE_CONFLICT("same file under a refused licence"),
    /// An earlier file holds the same bytes or samples.
    DUPLICATE("duplicate"),
    /// It is shorter than the policy lets in.
    TOO_SHORT("too short"),
    /// It is longer than the policy lets in.
    TOO_LONG("too long"),
    /// It is silent.
    SILENT("silent"),
    /// Too much of it is cut off at full scale.
    CLIPPED("clipped"),
    /// It sounds as something of the reference does.
    REFERENCE("same as a reference sound"),
    /// It sounds as an earlier one does.
    NEAR_DUPLICATE("near-duplicate");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /// The reason in plain words.
    public String words() {
      return words;
    }
  }
}
