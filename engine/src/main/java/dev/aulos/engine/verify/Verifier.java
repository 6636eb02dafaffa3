package dev.aulos.engine.verify;

import dev.aulos.graph.Backend;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/// Runs reference cases on a backend.
public final class Verifier {
  private static final Set<String> KINDS =
      Set.of(
          "oobleck-autoencoder",
          "dit-rf",
          "dit-v",
          "dit-v-diffusers-layout",
          "samplers-v",
          "t5-encoder",
          "e2e-rf");

  private final Backend backend;

  /// A verifier of what `backend` computes.
  public Verifier(Backend backend) {
    this.backend = backend;
  }

  /// Whether cases of this kind can be run.
  public boolean knows(ReferenceCase reference) {
    return KINDS.contains(reference.kind());
  }

  /// Makes every comparison of a case.
  ///
  /// @throws IOException if a file of the case cannot be read
  /// @throws IllegalArgumentException if the kind is not known
  public List<Check> run(ReferenceCase reference) throws IOException {
    return switch (reference.kind()) {
      case "oobleck-autoencoder" -> CodecCase.run(reference, backend);
      case "dit-rf", "dit-v", "dit-v-diffusers-layout" -> TransformerCase.run(reference, backend);
      case "samplers-v" -> SamplersCase.run(reference, backend);
      case "t5-encoder" -> TextEncoderCase.run(reference, backend);
      case "e2e-rf" -> EndToEndCase.run(reference, backend);
      default ->
          throw new IllegalArgumentException(
              reference + ": cases of kind '" + reference.kind() + "' are not known");
    };
  }
}
