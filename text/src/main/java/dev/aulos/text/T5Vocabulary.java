package dev.aulos.text;

import java.io.FileNotFoundException;
import java.io.IOException;

/// The vocabulary of T5 (32 000 pieces, Apache-2.0), shipped because checkpoints may lack it.
public final class T5Vocabulary {
  private static final String RESOURCE = "t5/spiece.model";

  private T5Vocabulary() {}

  /// Reads the vocabulary.
  public static Tokenizer read() throws IOException {
    try (var in = T5Vocabulary.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new FileNotFoundException("resource dev/aulos/text/" + RESOURCE + " is missing");
      }
      return SentencePieceTokenizer.read(RESOURCE, in.readAllBytes());
    }
  }
}
